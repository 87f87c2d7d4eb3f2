/** What a configuration serves: register and supergraph read, composed and checked together; every mistake is a value. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { compose, type Composition } from '../../schema/compose';
import type { SdlSources } from '../../schema/obtain-sdl';
import type { YamlProblem } from '../../schema/strict-yaml';
import { httpTransport } from '../executor/http-transport';
import type { Register } from '../policy/register';
import type { Config } from './config/config';
import { expandGrantFields } from './config/expand-grant-fields';
import { loadRegister } from './config/load';
import { loadSecret } from './secret-file';

export type ConfiguredLaw =
  | { readonly ok: false; readonly problems: readonly YamlProblem[] }
  | {
      readonly ok: true;
      readonly composition: Composition;
      /** Grants name coordinates only. */
      readonly register: Register;
      /** Lower case, for people. */
      readonly warnings: readonly string[];
    };

/** @param now epoch ms: grants are judged at this instant */
export async function composeFromConfig(config: Config, now: number): Promise<ConfiguredLaw> {
  const read = loadRegister(config);
  if (!read.ok) return read;
  const text = readText(config.supergraph);
  if (typeof text !== 'string') return { ok: false, problems: [text] };
  const composeWith = (register: Register): Promise<Composition> =>
    compose({
      supergraphYaml: { file: config.supergraph, text, env: process.env },
      overlays: config.overlays,
      register,
      lawProfile: config.lawProfile,
      production: config.production,
      now,
      sources: sdlSources(config),
    });
  let composition = await composeWith(read.register);
  if (composition.problems.length > 0) return { ok: false, problems: composition.problems };
  const coordinates = Object.keys(composition.labelMap?.fields ?? {});
  const { register, warnings } = expandGrantFields(read.register, coordinates);
  // Flows are judged by what grants name: once more, where that was only now spelled out.
  if (warnings.length > 0) composition = await composeWith(register);
  return {
    ok: true,
    composition,
    register,
    warnings: [...read.warnings.map(({ key, message }) => `${key}: ${message}`), ...warnings],
  };
}

function sdlSources(config: Config): SdlSources {
  return {
    readText: (path) => readFileSync(path, 'utf8'),
    async fetchSdl({ subgraph, url, query }) {
      const transport = httpTransport({
        routingUrls: { [subgraph]: url },
        masterKey: await loadSecret(config.subgraphs.signingKeyFile),
        ...config.subgraphs,
        now: Date.now,
        nonce: randomUUID,
      });
      try {
        const reply = await transport.send(
          { subgraph, operationKind: 'query', query, variablesJson: '{}', sharable: false },
          new AbortController().signal,
        );
        if (!reply.ok) throw Object.assign(new Error('the subgraph did not tell its SDL'), { code: reply.code });
        return reply.body;
      } finally {
        await transport.close();
      }
    },
  };
}

function readText(file: string): string | YamlProblem {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const message = code === 'ENOENT' ? 'there is no such file: make it, or name another' : `cannot be read (${code})`;
    return { file, line: null, key: '', message };
  }
}
