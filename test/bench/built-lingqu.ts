/** Modules of a built checkout of Lingqu: what `dist/` holds is what is measured, not the sources beside it. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** @param names paths below `dist/`, without `.js` @returns all that they export, together */
export function builtModules<T>(root: string, names: readonly string[]): T {
  const load = createRequire(join(root, 'package.json'));
  return Object.assign({}, ...names.map((name) => load(join(root, 'dist', name)) as object)) as T;
}

/** A package as that checkout has it. */
export function packageOf<T>(root: string, name: string): T {
  return createRequire(join(root, 'package.json'))(name) as T;
}
