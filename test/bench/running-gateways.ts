/** All gateways that a run compares, started one after the other and kept running: idle ones cost nothing. */
import { join } from 'node:path';
import type { Gateway, GatewayKind } from './gateways/gateway';
import { progress } from './progress';
import type { Subgraphs } from './subgraphs/start';

export interface Running {
  readonly kind: GatewayKind;
  readonly gateway: Gateway;
}

export interface Started {
  readonly running: readonly Running[];
  /** Name → why it is not measured. */
  readonly missing: Readonly<Record<string, string>>;
}

export async function startGateways(
  kinds: readonly GatewayKind[],
  where: { readonly subgraphs: Subgraphs; readonly folder: string; readonly lingquRoot: string },
): Promise<Started> {
  const running: Running[] = [];
  const missing: Record<string, string> = {};
  for (const kind of kinds) {
    const why = kind.missing?.() ?? null;
    if (why !== null) {
      progress(`${kind.name}: not available, ${why}`);
      missing[kind.name] = why;
      continue;
    }
    progress(`${kind.name}: starting`);
    running.push({ kind, gateway: await kind.start({ ...where, folder: join(where.folder, kind.name) }) });
  }
  return { running, missing };
}

export async function stopGateways(running: readonly Running[]): Promise<void> {
  await Promise.all(running.map(({ gateway }) => gateway.child.stop()));
}
