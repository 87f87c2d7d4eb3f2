/** Invariant 5: what an answer shows is recounted from the answer alone, and stands in the access log, which holds no value itself. */
import fc from 'fast-check';
import { apiSchemaOf, loadSupergraphModel } from '../../schema/federation';
import { startTown, type Town } from '../support/lawful-town';
import type { Answer } from '../support/start-gateway';
import { askers, asking, generousLimits } from './town-law';
import { tapes, townOperation, type TownOperation } from './town-operations';

let town: Town;
beforeAll(async () => {
  town = await startTown({ yaml: generousLimits });
});
afterAll(() => town.stop());

interface Entry {
  readonly kind: string;
  readonly requestId?: string;
  readonly shape?: string;
  readonly fields?: readonly { readonly position: string; readonly decision: string }[];
  readonly released?: readonly { readonly type: string; readonly rows: number; readonly fields: string }[];
  readonly counts?: Readonly<Record<string, number>>;
}

/** Times that a position was filled, and that it was null. */
interface Told {
  readonly values: Map<string, number>;
  readonly nulls: Map<string, number>;
  readonly texts: Set<string>;
}

function increase(counts: Map<string, number>, position: string, by = 1): void {
  counts.set(position, (counts.get(position) ?? 0) + by);
}

/** By field names, as the log has them: aliases are a client's text. A list counts once for the object that holds it. */
function recount(
  object: Readonly<Record<string, unknown>>,
  fields: TownOperation['fields'],
  position: readonly string[],
  told: Told,
): void {
  const into = (value: unknown, at: readonly string[]): void => {
    if (Array.isArray(value)) for (const item of value) into(item, at);
    else if (typeof value === 'object' && value !== null) recount(value as Record<string, unknown>, fields, at, told);
    else if (typeof value === 'string' || typeof value === 'number') told.texts.add(String(value));
  };
  for (const [key, value] of Object.entries(object)) {
    const field = fields.get(key) ?? key;
    if (field === '__typename') continue;
    const at = [...position, field];
    increase(value === null ? told.nulls : told.values, at.join('.'));
    into(value, at);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** What the one entry of this answer says: times per position, and rows per type. */
function logged(answer: Answer): {
  readonly entry: Entry;
  readonly times: Map<string, number>;
} {
  const lingqu = answer.body.extensions?.['lingqu'] as { readonly decisionId: string };
  const entries = town.entries() as unknown as readonly Entry[];
  const own = entries.filter(({ kind, requestId }) => kind !== 'intent' && requestId === lingqu.decisionId);
  expect(own).toHaveLength(1);
  const [entry] = own as [Entry];
  const fields = entries.find(({ kind, shape }) => kind === 'shape' && shape === entry.shape)?.fields ?? [];
  const times = new Map<string, number>();
  for (const { rows, fields: bits } of entry.released ?? []) {
    const bytes = Buffer.from(bits, 'hex');
    for (const [index, field] of fields.entries()) {
      if ((((bytes[index >> 3] ?? 0) >> (index & 7)) & 1) === 0) continue;
      expect(field.decision).not.toBe('deny');
      // A field that stands there twice is numbered: `case`, `case#2`.
      increase(times, field.position.replaceAll(/#\d+/g, ''), rows);
    }
  }
  return { entry, times };
}

test('every released value is in the access log, and the log holds no value', async () => {
  const schema = apiSchemaOf(loadSupergraphModel(town.supergraph.supergraphSdl));
  const typeNames = new Set(Object.keys(schema.getTypeMap()));
  const texts = new Set<string>();
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(tapes, fc.constantFrom(...askers), async (tape, asker) => {
      const operation = townOperation(schema, tape, { filtered: false });
      fc.pre(operation !== null);
      const answer = await town.ask(operation.query, { ...asking(asker), variables: operation.variables });
      if (answer.body.data == null) return;
      const told: Told = { values: new Map(), nulls: new Map(), texts: new Set() };
      recount(answer.body.data, operation.fields, [], told);
      const { entry, times } = logged(answer);
      for (const [position, count] of told.values) {
        shown += count;
        expect([position, (times.get(position) ?? 0) >= count]).toEqual([position, true]);
      }
      // Nothing is in the log that was not in the answer; a null may have been released as such.
      for (const [position, count] of times) {
        const most = (told.values.get(position) ?? 0) + (told.nulls.get(position) ?? 0);
        expect([position, count <= most]).toEqual([position, true]);
      }
      expect(sum(Object.values(entry.counts ?? {}))).toBe(sum((entry.released ?? []).map(({ rows }) => rows)));
      for (const text of told.texts) texts.add(text);
    }),
    { numRuns: 120 },
  );
  expect(shown).toBeGreaterThan(100);
  const log = town.logText();
  // Short ones, and names of types, stand for other things as well.
  expect([...texts].filter((text) => text.length > 5 && !typeNames.has(text) && log.includes(text))).toEqual([]);
  expect(town.logged()).toEqual([]);
}, 120_000);
