/** Reads lingqu.yaml: strict, overridable by `LINGQU_…`, and refused where production forbids what it says. */
import { dirname, resolve } from 'node:path';
import { parseStrictly, shapeValue, type LineOf, type YamlProblem } from '../../../schema/strict-yaml';
import type { Config } from './config';
import { overridesFrom, withOverrides, type Override } from './environment';
import { deepFreeze } from './freeze';
import { lingquShape, type StatedConfig } from './lingqu-shape';

export type ConfigReading =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly problems: readonly YamlProblem[] };

/**
 * @param file as given on the command line: paths inside the file, and those given in the environment, are relative to it
 * @param env `LINGQU_…` and `NODE_ENV` are read, nothing else
 */
export function readLingquYaml(
  file: string,
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): ConfigReading {
  const parsed = parseStrictly({ file, text });
  if (!parsed.ok) return parsed;
  // An empty file says that all defaults hold.
  const stated = parsed.value ?? {};
  const { overrides, problems } = overridesFrom(env, lingquShape, stated);
  if (problems.length > 0) {
    const about = ({ variable, message }: { variable: string; message: string }): YamlProblem =>
      environmentProblem(variable, '', message);
    return { ok: false, problems: problems.map(about) };
  }
  const shaped = shapeValue(file, withOverrides(stated, overrides), lingquShape, parsed.lineOf);
  if (!shaped.ok) return { ok: false, problems: shaped.problems.map((problem) => blame(problem, overrides)) };

  const production = env['NODE_ENV'] === 'production';
  const wrong = [...repeatedIssuers(shaped.value), ...(production ? refusedInProduction(shaped.value) : [])];
  if (wrong.length > 0) {
    return { ok: false, problems: wrong.map(([path, message]) => at(file, path, message, parsed.lineOf, overrides)) };
  }
  return { ok: true, config: deepFreeze(resolvePaths(resolve(file), production, shaped.value)) };
}

type Mistake = readonly [path: readonly (string | number)[], message: string];

function repeatedIssuers({ identity }: StatedConfig): readonly Mistake[] {
  const names = identity.issuers.map(({ issuer }) => issuer);
  return names.flatMap((name, index): Mistake[] =>
    names.indexOf(name) < index
      ? [[['identity', 'issuers', index, 'issuer'], `issuer \`${name}\` stands twice: keep one`]]
      : [],
  );
}

/** A development issuer lets anybody be anybody, and `"*"` labels fields that nobody has seen. */
function refusedInProduction({ identity, overlays }: StatedConfig): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  if (identity.development) {
    mistakes.push([['identity', 'development'], 'production has no development issuer: configure `identity.issuers`']);
  }
  for (const [name, { assume }] of Object.entries(overlays)) {
    if (assume?.sdlHash !== '*') continue;
    const path = ['overlays', name, 'assume', 'sdlHash'];
    mistakes.push([path, '`*` is refused in production: pin it to the hash that `lingqu check` prints']);
  }
  return mistakes;
}

function resolvePaths(file: string, production: boolean, stated: StatedConfig): Config {
  const absolute = (path: string): string => resolve(dirname(file), path);
  const overlays = Object.entries(stated.overlays).map(([name, overlay]) => [
    name,
    { ...overlay, file: overlay.file === null ? null : absolute(overlay.file) },
  ]);
  return {
    ...stated,
    file,
    production,
    supergraph: absolute(stated.supergraph),
    register: absolute(stated.register),
    identity: { ...stated.identity, keyFile: absolute(stated.identity.keyFile) },
    overlays: Object.fromEntries(overlays) as Config['overlays'],
    audit: { directory: absolute(stated.audit.directory) },
    subgraphs: { ...stated.subgraphs, signingKeyFile: absolute(stated.subgraphs.signingKeyFile) },
  };
}

function at(
  file: string,
  path: readonly (string | number)[],
  message: string,
  lineOf: LineOf,
  overrides: readonly Override[],
): YamlProblem {
  return blame({ file, line: lineOf(path), key: path.join('.'), message }, overrides);
}

/** What an override says is not to be looked for in the file. */
function blame(problem: YamlProblem, overrides: readonly Override[]): YamlProblem {
  const guilty = overrides.findLast(({ path }) => `${problem.key}.`.startsWith(`${path.join('.')}.`));
  return guilty === undefined ? problem : environmentProblem(guilty.variable, problem.key, problem.message);
}

function environmentProblem(variable: string, key: string, message: string): YamlProblem {
  return { file: `environment variable ${variable}`, line: null, key, message };
}
