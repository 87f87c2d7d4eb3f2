/** A secret of 32 bytes in a file of its own, made on first use (mode 600) and never printed. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { makeFileOnce } from '../audit/make-file-once';

const secretBytes = 32;

/** @throws Error where the file holds something else */
export async function loadSecret(path: string): Promise<Buffer> {
  try {
    return parseSecret(path, await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const secret = randomBytes(secretBytes);
  const made = await makeFileOnce(path, `${secret.toString('base64url')}\n`);
  return made ? secret : parseSecret(path, await readFile(path, 'utf8'));
}

function parseSecret(path: string, text: string): Buffer {
  const secret = Buffer.from(text.trim(), 'base64url');
  if (secret.length < secretBytes || secret.toString('base64url') !== text.trim()) {
    throw new Error(`\`${path}\` must hold 32 bytes as base64url; restore it, or remove it, and a new one is made`);
  }
  return secret;
}
