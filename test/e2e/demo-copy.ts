/** A copy of the demo's files in a folder of its own, for tests that change them. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoProviders } from '../../subgraphs/demo-providers';

export interface DemoCopy {
  /** Of lingqu.yaml. */
  readonly config: string;
  path(name: string): string;
  /** @throws Error where there is nothing to replace */
  change(name: string, before: string, after: string): void;
  /** Pins the review of a subgraph to its SDL as it is now. */
  review(subgraph: string): void;
  remove(): void;
}

const root = join(__dirname, '../..');

export function copyDemo(): DemoCopy {
  const directory = mkdtempSync(join(tmpdir(), 'lingqu-demo-'));
  const path = (name: string): string => join(directory, name);
  for (const name of ['lingqu.yaml', 'register.yaml', 'supergraph.yaml']) cpSync(join(root, name), path(name));
  for (const { name } of demoProviders) {
    mkdirSync(path(`subgraphs/${name}`), { recursive: true });
    cpSync(join(root, `subgraphs/${name}/schema.graphql`), path(`subgraphs/${name}/schema.graphql`));
  }
  const hashOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return {
    config: path('lingqu.yaml'),
    path,
    change(name, before, after) {
      const text = readFileSync(path(name), 'utf8');
      if (!text.includes(before)) throw new Error(`${name} has no \`${before}\``);
      writeFileSync(path(name), text.replace(before, after));
    },
    review(subgraph) {
      const sdl = `subgraphs/${subgraph}/schema.graphql`;
      const [was, is] = [join(root, sdl), path(sdl)].map((file) => hashOf(readFileSync(file, 'utf8')));
      writeFileSync(path('register.yaml'), readFileSync(path('register.yaml'), 'utf8').replace(was ?? '', is ?? ''));
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
