/** A whole gateway on a free port, with a law, a register and subgraphs that a test states, and ears on everything it says. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { SubgraphTransport } from '../../gateway/executor/execution';
import type { Client, Organisation, Register } from '../../gateway/policy/register';
import type { Config } from '../../gateway/server/config/config';
import { readLingquYaml } from '../../gateway/server/config/lingqu-yaml';
import { createGateway, type GatewayOptions, type RunningGateway } from '../../gateway/server/create-gateway';
import { loadDevelopmentIssuer, type DevelopmentIssuer } from '../../gateway/server/development-issuer';
import type { Supergraph } from '../../schema/supergraph';

export interface GatewayFixture {
  readonly gateway: RunningGateway;
  readonly config: Config;
  readonly directory: string;
  /** Lines of the server's own log. */
  readonly serverLog: readonly string[];
  /** Errors that told the process to end. */
  readonly broken: readonly Error[];
  /** Entries of the access log, parsed, in order. */
  entries(): Record<string, unknown>[];
  /** Everything in the log's directory, as text. */
  logText(): string;
  token(
    client: string,
    more?: { readonly subject?: string; readonly actors?: readonly string[]; readonly ttl?: number },
  ): Promise<string>;
  ask(query: string, how?: Asking): Promise<Answer>;
  stop(): Promise<void>;
}

export interface Asking {
  /** Sends a token of the development issuer for this client. */
  readonly as?: string;
  readonly purpose?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions: Readonly<Record<string, unknown>>;
    }[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
}

export interface Stated {
  readonly supergraph: Supergraph;
  /** Default: signed HTTP to the routing URLs. */
  readonly transport?: SubgraphTransport;
  readonly register?: Partial<Register>;
  /** Text of lingqu.yaml. */
  readonly yaml?: string;
  readonly options?: Partial<GatewayOptions>;
}

export async function startGateway(stated: Stated): Promise<GatewayFixture> {
  const directory = mkdtempSync(join(tmpdir(), 'lingqu-gateway-'));
  const config = configIn(directory, stated.yaml);
  const serverLog: string[] = [];
  const broken: Error[] = [];
  const gateway = await createGateway({
    config,
    register: registerWith(stated.register),
    supergraph: stated.supergraph,
    ...(stated.transport === undefined ? {} : { transport: stated.transport }),
    plan: 'in-process',
    log: pino({ level: 'debug' }, { write: (line: string) => void serverLog.push(line) }),
    onBroken: (error) => void broken.push(error),
    ...stated.options,
  });
  let issuer: Promise<DevelopmentIssuer> | null = null;
  const token: GatewayFixture['token'] = async (client, { subject, actors = [], ttl = 600 } = {}) => {
    issuer ??= loadDevelopmentIssuer(config.identity.keyFile);
    return (await issuer).issue({
      client,
      subject: subject ?? null,
      actors,
      issuedAt: Math.floor((stated.options?.now?.() ?? Date.now()) / 1_000),
      lifetimeSeconds: ttl,
      id: 'test',
    });
  };
  return {
    gateway,
    config,
    directory,
    serverLog,
    broken,
    token,
    entries: () => logFiles(config, '.jsonl').flatMap((text) => text.split('\n').filter(Boolean).map(parseEntry)),
    logText: () => logFiles(config, '').join('\n'),
    async ask(query, { as, purpose, variables, operationName, headers = {} } = {}) {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(as === undefined ? {} : { authorization: `Bearer ${await token(as)}` }),
          ...(purpose === undefined ? {} : { 'lingqu-purpose': purpose }),
          ...headers,
        },
        body: JSON.stringify({ query, variables, operationName }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Answer['body'] };
    },
    async stop() {
      await gateway.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const quickYaml = `
listen: { port: 0 }
identity: { development: true }
`;

export function configIn(directory: string, yaml = quickYaml): Config {
  const reading = readLingquYaml(join(directory, 'lingqu.yaml'), yaml, {});
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.config;
}

export function organisation(id: string, changes: Partial<Organisation> = {}): Organisation {
  return {
    id,
    kind: 'GOV_DEPT',
    level: 'REGION',
    region: '450000',
    name: { zh: id, en: id },
    subgraphs: null,
    ...changes,
  };
}

export function client(id: string, of: string, changes: Partial<Client> = {}): Client {
  return {
    id,
    organisation: of,
    route: 'SHARE',
    purposes: ['work'],
    methods: ['QUERY', 'MUTATE'],
    issuer: null,
    ...changes,
  };
}

export function registerWith(changes: Partial<Register> = {}): Register {
  return {
    organisations: [],
    purposeTree: [],
    purposes: new Set(['work']),
    clients: [],
    grants: [],
    evidence: [],
    releases: [],
    reviews: [],
    ...changes,
  };
}

function logFiles(config: Config, ending: string): string[] {
  const { directory } = config.audit;
  return readdirSync(directory)
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => readFileSync(join(directory, name), 'latin1'));
}

function parseEntry(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}
