/** Finds lingqu.yaml and register.yaml on disk; what cannot be read is a problem like any other mistake in them. */
import { readFileSync } from 'node:fs';
import type { YamlProblem } from '../../../schema/strict-yaml';
import type { Config } from './config';
import { readLingquYaml, type ConfigReading } from './lingqu-yaml';
import { readRegisterYaml, type RegisterReading } from './register-yaml';

/** @param file relative to the working directory, or absolute */
export function loadConfig(file: string, env: Readonly<Record<string, string | undefined>>): ConfigReading {
  const text = readText(file);
  return typeof text === 'string' ? readLingquYaml(file, text, env) : { ok: false, problems: [text] };
}

export function loadRegister({ register, production, identity }: Config): RegisterReading {
  const text = readText(register);
  if (typeof text !== 'string') return { ok: false, problems: [text] };
  return readRegisterYaml(register, text, { production, issuers: issuerCount(identity) });
}

/** The development issuer is one of them. */
export function issuerCount(identity: Config['identity']): number {
  return identity.issuers.length + (identity.development ? 1 : 0);
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
