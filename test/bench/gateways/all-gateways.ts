/** Everything that is measured side by side, by name. */
import type { GatewayKind } from './gateway';
import { lingqu } from './lingqu';

const town = { supergraph: 'town', principals: 0 } as const;

export const gatewayKinds: readonly GatewayKind[] = [
  lingqu('lingqu-governed', 'labels, grants, masks, scopes and flows in force; access log on disk', {
    ...town,
    law: 'governed',
  }),
  lingqu('lingqu-open', 'everything openly unconditional; access log on disk', { ...town, law: 'open' }),
];

/** @throws Error where there is no such gateway */
export function gatewayKind(name: string): GatewayKind {
  const kind = gatewayKinds.find((each) => each.name === name);
  if (kind === undefined) {
    throw new Error(
      `there is no gateway \`${name}\`: name one of ${gatewayKinds.map((each) => `\`${each.name}\``).join(', ')}`,
    );
  }
  return kind;
}
