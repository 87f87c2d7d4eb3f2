/** The configuration that every command reads, and what it composes to; mistakes end the command with exit code 2. */
import type { Command } from 'commander';
import { formatProblem } from '../../schema/strict-yaml';
import { composeFromConfig, type ConfiguredLaw } from '../server/compose-from-config';
import type { Config } from '../server/config/config';
import { loadConfig } from '../server/config/load';
import { CommandFailure, type Terminal } from './terminal';

export type Configured = Extract<ConfiguredLaw, { readonly ok: true }>;

export interface ConfigOption {
  readonly config: string;
}

export function withConfig(command: Command): Command {
  return command.option('--config <file>', 'configuration; paths in it are relative to it', './lingqu.yaml');
}

/** @throws CommandFailure */
export function readConfig({ config }: ConfigOption, { env }: Terminal): Config {
  const reading = loadConfig(config, env);
  if (!reading.ok) throw new CommandFailure(2, reading.problems.map(formatProblem));
  return reading.config;
}

/** @throws CommandFailure */
export async function readLaw(config: Config): Promise<Configured> {
  const law = await composeFromConfig(config, Date.now());
  if (!law.ok) throw new CommandFailure(2, law.problems.map(formatProblem));
  return law;
}
