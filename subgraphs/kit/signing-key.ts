/** Reads a subgraph's own signing key: 32 bytes as base64url in a file, as `lingqu subgraph-key NAME` prints them. */
import { readFileSync } from 'node:fs';

export const signingKeyBytes = 32;

/** @param file path of a file that only this provider can read */
export function readSigningKey(file: string): Buffer {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch {
    throw new Error(`cannot read signing key \`${file}\`: write \`lingqu subgraph-key NAME\` into it`);
  }
  return parseSigningKey(text, file);
}

/** @param source where it comes from, for the message; the key itself is never printed */
export function parseSigningKey(text: string, source: string): Buffer {
  const key = Buffer.from(text, 'base64url');
  if (key.length !== signingKeyBytes || key.toString('base64url') !== text) {
    throw new Error(
      `\`${source}\` holds no signing key: it must hold 32 bytes as base64url, as \`lingqu subgraph-key NAME\` prints them`,
    );
  }
  return key;
}
