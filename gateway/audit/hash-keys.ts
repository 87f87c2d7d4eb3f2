/** Keys that turn persons, cases and data subjects into pseudonyms in the log; whoever holds them can undo that. */
import { hkdfSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { keyedHash } from './keyed-hash';
import { makeFileOnce } from './make-file-once';
import { remembering } from './remembering';

export interface HashKeys {
  readonly epoch: number;
  /** HMAC-SHA-256 under the key of epoch × type, first 8 bytes, one per character. */
  subject(type: string, key: string): string;
  /** First 16 bytes, hex. */
  person(subject: string): string;
  case(number: string): string;
}

interface KeyFile {
  readonly epochs: readonly { readonly epoch: number; readonly key: string }[];
}

/**
 * Reads the key file, or makes one (mode 600) on first use.
 *
 * @throws Error where it lies inside the log's directory (copying the log would copy the keys), or is not what we wrote.
 */
export async function loadHashKeys(path: string, logDirectory: string): Promise<HashKeys> {
  if (!relative(resolve(logDirectory), resolve(path)).startsWith('..')) {
    throw new Error(`the log's hash keys must lie outside the log's directory; move \`${path}\``);
  }
  const { epochs } = await readOrMake(path);
  const current = epochs.at(-1);
  if (current === undefined) throw new Error(`\`${path}\` holds no key; restore it, or remove it to begin a new epoch`);
  return hashKeys(current.epoch, Buffer.from(current.key, 'base64url'));
}

/** Subjects of one type whose hashes are remembered: the same persons are asked for again, and sent on in the same request. */
const rememberedSubjects = 20_000;

export function hashKeys(epoch: number, secret: Buffer): HashKeys {
  const derived = new Map<string, (text: string) => string>();
  const subjects = new Map<string, (key: string) => string>();
  const hashFor = (purpose: string): ((text: string) => string) => {
    let hash = derived.get(purpose);
    if (hash === undefined) {
      const key = hkdfSync('sha256', secret, Buffer.alloc(0), `lingqu access log ${String(epoch)} ${purpose}`, 32);
      hash = keyedHash(Buffer.from(key));
      derived.set(purpose, hash);
    }
    return hash;
  };
  const hex = (purpose: string, text: string): string =>
    Buffer.from(hashFor(purpose)(text).slice(0, 16), 'latin1').toString('hex');
  return {
    epoch,
    subject(type, key) {
      let hash = subjects.get(type);
      if (hash === undefined) {
        const whole = hashFor(`subject ${type}`);
        hash = remembering((text) => whole(text).slice(0, 8), rememberedSubjects);
        subjects.set(type, hash);
      }
      return hash(key);
    },
    person: (subject) => hex('person', subject),
    case: (number) => hex('case', number),
  };
}

async function readOrMake(path: string): Promise<KeyFile> {
  try {
    return parseKeyFile(path, await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made: KeyFile = { epochs: [{ epoch: 1, key: randomBytes(32).toString('base64url') }] };
  return (await makeFileOnce(path, `${JSON.stringify(made)}\n`))
    ? made
    : parseKeyFile(path, await readFile(path, 'utf8'));
}

function parseKeyFile(path: string, text: string): KeyFile {
  try {
    const file = JSON.parse(text) as KeyFile;
    const sound = file.epochs.every(
      ({ epoch, key }) => Number.isInteger(epoch) && Buffer.from(key, 'base64url').length === 32,
    );
    if (sound) return file;
  } catch {
    // Said below: what is wrong with a key is not to be printed.
  }
  throw new Error(`\`${path}\` is not a key file of the access log; restore it from a copy`);
}
