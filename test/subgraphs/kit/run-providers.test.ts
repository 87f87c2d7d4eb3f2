/** Providers as a process: keys from a directory, one line each, a stop in order; what is missing is said in one sentence. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placed, runProviders } from '../../../subgraphs/kit/run-providers';
import { parseSigningKey, readSigningKey } from '../../../subgraphs/kit/signing-key';
import { taxProvider } from '../../../subgraphs/tax/provider';
import { ask, send } from './signed-request';

let keys: string;
beforeEach(() => {
  keys = mkdtempSync(join(tmpdir(), 'lingqu-keys-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(keys, { recursive: true, force: true });
});

test('a provider serves under the key of its file until SIGTERM, then is gone', async () => {
  const key = randomBytes(32);
  writeFileSync(join(keys, 'tax'), `${key.toString('base64url')}\n`);
  const lines: string[] = [];
  let printed = (): void => undefined;
  const served = new Promise<void>((resolve) => (printed = resolve));
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    printed();
    return true;
  });
  const ended = runProviders([placed(taxProvider, 0)], ['--keys', keys]);
  await served;
  const url = /^tax +(http:\/\/127\.0\.0\.1:\d+\/graphql)\n$/.exec(lines[0] ?? '')?.[1] ?? '';
  expect(await ask(url, 'tax', key, '{ taxReturn(returnId: "T-2025-000001") { year } }')).toEqual({
    taxReturn: { year: 2025 },
  });
  process.emit('SIGTERM');
  await ended;
  await expect(send({ url: new URL('/health', url), headers: {}, body: '' }, 'GET')).rejects.toThrow('ECONNREFUSED');
});

test('a start that fails half-way leaves nothing running', async () => {
  const stopped: string[] = [];
  const fine = {
    name: 'fine',
    port: 0,
    start: () =>
      Promise.resolve({
        name: 'fine',
        url: '',
        stop: () => {
          stopped.push('fine');
          return Promise.resolve();
        },
      }),
  };
  writeFileSync(join(keys, 'fine'), randomBytes(32).toString('base64url'));
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  await expect(runProviders([fine, placed(taxProvider, 0)], ['--keys', keys])).rejects.toThrow(
    'cannot read signing key',
  );
  expect(stopped).toEqual(['fine']);
});

test('without a directory of keys nothing starts', async () => {
  await expect(runProviders([placed(taxProvider, 0)], [])).rejects.toThrow('give the directory of the signing keys');
});

test('a key is 32 bytes as base64url; a message never shows what was read', () => {
  const key = randomBytes(32);
  expect(parseSigningKey(key.toString('base64url'), 'here')).toEqual(key);
  for (const text of [
    '',
    'short',
    key.toString('hex'),
    `${key.toString('base64')}`,
    randomBytes(31).toString('base64url'),
  ]) {
    expect(() => parseSigningKey(text, 'here')).toThrow(
      '`here` holds no signing key: it must hold 32 bytes as base64url',
    );
  }
  expect(() => readSigningKey(join(keys, 'absent'))).toThrow('write `lingqu subgraph-key NAME` into it');
});
