/** Writes one configuration of Lingqu into a folder of its own: governed, or with everything openly unconditional. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripGovernance } from '../subgraphs/strip-governance';
import { manySubgraphs, parcelOwner } from '../subgraphs/many-subgraphs';
import { benchRegister } from './lingqu-register';

export interface LingquSetting {
  readonly law: 'governed' | 'open';
  /** The town, or the federation of so many small subgraphs. */
  readonly supergraph: 'town' | { readonly subgraphs: number };
  readonly principals: number;
  /** Merged into the key `subgraphs` of lingqu.yaml. */
  readonly subgraphs?: Readonly<Record<string, unknown>>;
}

export const townOwners: Readonly<Record<string, string>> = {
  registry: 'B-REG',
  inspections: 'B-INS',
  premises: 'B-LND',
  permits: 'B-LIC',
};

/** Name and SDL as its provider wrote it. */
export function townSdl(): readonly { readonly name: string; readonly sdl: string }[] {
  return Object.keys(townOwners).map((name) => ({
    name,
    sdl: readFileSync(join(__dirname, '../subgraphs/sdl', `${name}.graphql`), 'utf8'),
  }));
}

/** @returns the path of lingqu.yaml; everything that the gateway writes stays in the folder */
export function writeLingquConfig(
  folder: string,
  urls: Readonly<Record<string, string>>,
  { law, supergraph, principals, subgraphs }: LingquSetting,
): string {
  mkdirSync(folder, { recursive: true });
  const count = supergraph === 'town' ? 0 : supergraph.subgraphs;
  const sources = supergraph === 'town' ? townSdl() : manySubgraphs(count);
  const write = (name: string, content: unknown): string => {
    const file = join(folder, name);
    // JSON is YAML, and needs no writer of its own.
    writeFileSync(file, typeof content === 'string' ? content : `${JSON.stringify(content, null, 1)}\n`);
    return file;
  };
  for (const { name, sdl } of sources) write(`${name}.graphql`, law === 'governed' ? sdl : stripGovernance(sdl));
  write('supergraph.yaml', {
    federation_version: '2',
    subgraphs: Object.fromEntries(
      sources.map(({ name }) => [name, { routing_url: urls[name], schema: { file: `./${name}.graphql` } }]),
    ),
  });
  write('register.yaml', benchRegister(principals, count));
  const owner = (name: string): string => townOwners[name] ?? parcelOwner(Number(name.slice('part'.length)));
  return write('lingqu.yaml', {
    listen: { host: '127.0.0.1', port: 0 },
    identity: { development: true },
    ...(law === 'governed'
      ? {}
      : {
          overlays: Object.fromEntries(
            sources.map(({ name }) => [
              name,
              {
                provider: { org: owner(name), kind: 'GOV_DEPT', level: 'REGION', region: '450000' },
                assume: { share: 'UNCONDITIONAL', open: 'UNCONDITIONAL', sdlHash: '*' },
              },
            ]),
          ),
        }),
    // A wide list takes longer than the default on a slow gateway, and a timeout would be no measurement.
    subgraphs: { timeoutMs: 60_000, ...subgraphs },
  });
}
