/** The other gateways, installed from their own lock file where they are missing or older than it. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { progress } from './progress';

/** npm writes this file at the end of each installation. */
const mark = 'node_modules/.package-lock.json';

/** @param folder of package.json and package-lock.json */
export function installPeers(folder: string): void {
  const [installed, locked] = [changedAt(join(folder, mark)), changedAt(join(folder, 'package-lock.json'))];
  if (installed !== null && locked !== null && installed >= locked) return;
  progress('installing the other gateways (npm ci, some minutes)');
  // Their install scripts fetch or compile nothing that is needed here.
  const args = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

function changedAt(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
