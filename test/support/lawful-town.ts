/** A small federation made as providers make theirs (SDL, composed with every rule, over real HTTP), with a value on every field of every row that a search finds wherever it leaks. */
import { createHash } from 'node:crypto';
import type { Register } from '../../gateway/policy/register';
import type { Finding } from '../../schema/finding';
import type { StatedSubgraph } from './start-federation';
import { startFederation, type FederationFixture, type StatedFederation } from './start-federation';
import { sentinelsIn, type Sentinel } from './town-data';
import { townProviders } from './town-providers';
import { townRegister } from './town-register';

export interface Town extends FederationFixture {
  /** Coordinates of values found in what subgraphs were sent: organisation-wise, `subgraph ← Type.field`, each once, sorted. */
  sent(): readonly string[];
  /** Values found in what subgraphs answered. */
  fetched(): readonly Sentinel[];
  /** Values found in the access log or in the server's own. */
  logged(): readonly Sentinel[];
  /** Forgets the traffic so far. */
  forget(): void;
}

export interface TownOptions extends Omit<StatedFederation, 'subgraphs' | 'register'> {
  /** Changes one provider's SDL. */
  readonly sdl?: (name: string, sdl: string) => string;
  /** Changes or replaces its resolvers. */
  readonly provider?: (provider: StatedSubgraph) => StatedSubgraph;
  readonly more?: readonly StatedSubgraph[];
  readonly register?: (register: Register) => Register;
}

/** @throws Error with the findings where the changed SDLs do not compose */
export async function startTown(options: TownOptions = {}): Promise<Town> {
  const { sdl = (_, text) => text, provider = (each) => each, more = [], register = (each) => each, ...rest } = options;
  const subgraphs = [...townProviders, ...more]
    .map(provider)
    .map((each) => ({ ...each, sdl: sdl(each.name, each.sdl) }));
  // Every SDL was looked at: laxer defaults hold.
  const reviews = subgraphs.map((each) => ({
    subgraph: each.name,
    sdlHash: `sha256:${createHash('sha256').update(each.sdl).digest('hex')}`,
    reviewedBy: 'BDA',
  }));
  const fixture = await startFederation({ ...rest, subgraphs, register: register({ ...townRegister, reviews }) }).catch(
    (error: unknown) => {
      throw error instanceof Error ? new Error(withoutWarnings(error.message)) : error;
    },
  );
  return {
    ...fixture,
    sent: () =>
      [
        ...new Set(
          fixture.captured.flatMap(({ subgraph, request }) =>
            sentinelsIn(request).map(({ coordinate }) => `${subgraph} ← ${coordinate}`),
          ),
        ),
      ].sort(),
    fetched: () => sentinelsIn(fixture.captured.map(({ reply }) => reply).join('\n')),
    logged: () => sentinelsIn(fixture.logText() + fixture.serverLog.join('\n')),
    forget: () => void fixture.captured.splice(0),
  };
}

/** The town has no catalogue: what is wrong would drown in warnings about that. */
function withoutWarnings(message: string): string {
  if (!message.startsWith('[')) return message;
  const findings = JSON.parse(message) as Finding[];
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(
      ({ code, subgraph, coordinate, message: text }) => `${code} ${String(subgraph)} ${String(coordinate)}: ${text}`,
    )
    .join('\n');
}
