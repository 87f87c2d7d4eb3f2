/** The files that a configuration is made of, and whether any of them changed. */
import { readFileSync, statSync } from 'node:fs';
import { readSupergraphYaml } from '../../schema/supergraph-yaml';
import type { Config } from './config/config';

/** @returns differs whenever a file was written, replaced, removed or added; editors replace, so names are followed, not inodes */
export function fingerprint(config: Config): string {
  return filesOf(config)
    .map((file) => `${file} ${stateOf(file)}`)
    .join('\n');
}

function filesOf({ supergraph, register, overlays }: Config): readonly string[] {
  const overlayFiles = Object.values(overlays).flatMap(({ file }) => file ?? []);
  return [supergraph, register, ...overlayFiles, ...sdlFiles(supergraph)];
}

function sdlFiles(supergraph: string): readonly string[] {
  try {
    const read = readSupergraphYaml({ file: supergraph, text: readFileSync(supergraph, 'utf8'), env: process.env });
    return read.ok ? read.subgraphs.flatMap(({ schema }) => ('file' in schema ? schema.file : [])) : [];
  } catch {
    return [];
  }
}

/** Differs whenever this file was written, replaced, removed or added. */
export function stateOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${String(mtimeMs)} ${String(size)} ${String(ino)}`;
  } catch {
    return 'absent';
  }
}
