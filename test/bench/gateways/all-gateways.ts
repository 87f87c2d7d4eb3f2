/** Everything that is measured side by side, by name. */
import type { GatewayKind } from './gateway';
import { lingqu, lingquUnlogged } from './lingqu';
import { apollo, grafbase, hive } from './peers';

const town = { supergraph: 'town', principals: 0 } as const;
const alone = { coalesce: false, cacheMs: 0 };
const shared = { coalesce: true, cacheMs: 0 };

export const gatewayKinds: readonly GatewayKind[] = [
  lingqu(
    'lingqu-governed',
    'Lingqu with labels, grants, masks, scopes and flows in force, access log on disk; `coalesce: false`',
    {
      ...{ ...town, law: 'governed', subgraphs: alone },
    },
  ),
  lingqu(
    'lingqu-governed-dedup',
    'the same with `coalesce: true` (the default): shares what is openly unconditional, nothing else',
    {
      ...{ ...town, law: 'governed', subgraphs: shared },
    },
  ),
  lingqu('lingqu-open', 'Lingqu with everything openly unconditional, access log on disk; `coalesce: false`', {
    ...{ ...town, law: 'open', subgraphs: alone },
  }),
  lingqu('lingqu-open-dedup', 'the same with `coalesce: true`', { ...town, law: 'open', subgraphs: shared }),
  lingquUnlogged('lingqu-open-unlogged', 'as `lingqu-open`, with a log that keeps nothing: tells what the log costs', {
    ...{ ...town, law: 'open', subgraphs: alone },
  }),
  apollo,
  hive('hive', { rust: false, deduplicate: false }),
  hive('hive-dedup', { rust: false, deduplicate: true }),
  hive('hive-rust', { rust: true, deduplicate: false }),
  hive('hive-rust-dedup', { rust: true, deduplicate: true }),
  grafbase('grafbase', false),
  grafbase('grafbase-dedup', true),
];

/** @throws Error where there is no such gateway */
export function gatewayKind(name: string): GatewayKind {
  const kind = gatewayKinds.find((each) => each.name === name);
  if (kind !== undefined) return kind;
  const known = gatewayKinds.map((each) => `\`${each.name}\``).join(', ');
  throw new Error(`there is no gateway \`${name}\`: name one of ${known}`);
}
