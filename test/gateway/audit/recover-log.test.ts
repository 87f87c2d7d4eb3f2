import { copyFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessEvent, entriesIn, openLog, remove, temporaryDirectory } from './log-fixture';

let parent: string;
beforeEach(() => void (parent = temporaryDirectory()));
afterEach(() => remove(parent));

async function logOf(requests: number): Promise<{ readonly lines: Buffer; readonly keys: Buffer }> {
  const directory = join(parent, 'made');
  const fixture = await openLog(directory);
  for (let count = 0; count < requests; count += 1) await fixture.log.append(accessEvent());
  await fixture.log.append({ kind: 'admin', details: { event: 'last' } });
  const files = {
    lines: readFileSync(join(directory, '00000001.jsonl')),
    keys: readFileSync(join(directory, '00000001.keys')),
  };
  await fixture.log.close();
  return files;
}

function write(name: string, files: { readonly lines: Buffer; readonly keys: Buffer }): string {
  const directory = join(parent, name);
  mkdirSync(directory);
  writeFileSync(join(directory, '00000001.jsonl'), files.lines);
  writeFileSync(join(directory, '00000001.keys'), files.keys);
  return directory;
}

test('a tail torn at any byte of the last entry is cut, kept aside and recorded, and every other entry stays', async () => {
  const files = await logOf(2);
  const before = files.lines.lastIndexOf(10, files.lines.length - 2) + 1;
  const sound = files.lines.subarray(0, before).toString().trimEnd().split('\n').length;
  for (let length = before + 1; length < files.lines.length; length += 1) {
    const directory = write(`at-${String(length)}`, { ...files, lines: files.lines.subarray(0, length) });
    const fixture = await openLog(directory);
    await fixture.log.close();
    const entries = entriesIn(directory);
    expect(entries.slice(0, sound).map((entry) => JSON.stringify(entry))).toEqual(
      files.lines.subarray(0, before).toString().trimEnd().split('\n'),
    );
    const [recovery] = entries.filter((entry) => entry.kind === 'recovery');
    expect(recovery).toMatchObject({ index: sound, details: { bytes: length - before } });
    const { aside } = recovery?.details as { aside: string };
    expect(readFileSync(join(directory, aside))).toEqual(files.lines.subarray(before, length));
    remove(directory);
  }
});

test('an entry whose key block did not reach the disk was never acknowledged, and is cut with it', async () => {
  const files = await logOf(2);
  const lines = files.lines.subarray(0, files.lines.lastIndexOf(10, files.lines.length - 2) + 1);
  const directory = write('keys', { lines, keys: files.keys.subarray(0, files.keys.length - 1) });
  const fixture = await openLog(directory);
  await fixture.log.close();
  const entries = entriesIn(directory);
  expect(entries.filter((entry) => entry.kind === 'access')).toHaveLength(1);
  expect(entries.filter((entry) => entry.kind === 'recovery')).toHaveLength(2);
});

test('a bad line before entries that were safe is damage: the log is not repaired and does not start', async () => {
  const files = await logOf(5);
  const lines = Buffer.from(files.lines);
  lines.writeUInt8(0, lines.indexOf(10) + 5);
  const directory = write('damaged', { ...files, lines });
  await expect(openLog(directory)).rejects.toThrow('is damaged at byte');
  expect(readFileSync(join(directory, '00000001.jsonl'))).toEqual(lines);
});

test('a line that was removed is damage', async () => {
  const files = await logOf(5);
  const text = files.lines.toString().split('\n');
  text.splice(2, 1);
  const directory = write('removed', { ...files, lines: Buffer.from(text.join('\n')) });
  await expect(openLog(directory)).rejects.toThrow('is damaged at byte');
});

test('a start that was interrupted while it cut is done again', async () => {
  const files = await logOf(1);
  const directory = write('again', { ...files, lines: files.lines.subarray(0, files.lines.length - 3) });
  const first = await openLog(directory);
  await first.log.close();
  const [aside] = readdirSync(directory).filter((name) => name.includes('.torn-at-'));
  copyFileSync(join(directory, aside ?? ''), join(directory, `${aside ?? ''}.part`));
  writeFileSync(join(directory, '00000001.jsonl'), files.lines.subarray(0, files.lines.length - 3));
  // The second segment never came to be.
  truncateSync(join(directory, '00000002.jsonl'));
  truncateSync(join(directory, '00000002.keys'));
  const second = await openLog(directory);
  await second.log.close();
  expect(entriesIn(directory).map((entry) => entry.index)).toEqual(entriesIn(directory).map((_each, index) => index));
});
