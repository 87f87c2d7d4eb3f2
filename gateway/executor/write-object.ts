/** One object of the answer: type condition, row scope, then its fields; what of it was released is told to the ledger. */
import type { CompositePlan, LeafPlan, NodePlan, TypePlan, Wrapping } from './answer-plan';
import type { AnswerRun, Outcome, Surroundings } from './answer-run';
import type { FailureTree } from './failure-tree';
import { closeBrace, closeBracket, comma, jsonNull, openBrace, openBracket } from './json-bytes';
import { writeLeaf } from './leaf-form';
import { writeMasked } from './write-masked';

type TreeObject = Readonly<Record<string, unknown>>;

export function writeObject(
  run: AnswerRun,
  node: NodePlan,
  object: TreeObject,
  failures: FailureTree | null,
  around: Surroundings,
): Outcome {
  const typename = node.typename === null ? null : object[node.typename];
  const type = node.any ?? (typeof typename === 'string' ? node.byType.get(typename) : undefined);
  if (type === undefined) return typeof typename === 'string' && node.unnamed.has(typename) ? 'null' : 'withheld';
  let within = around;
  if (type.row) {
    const row = { object, type };
    if (!run.meetsAll(around.pending, row) || !run.meetsAll(type.rowSlots, row)) return 'withheld';
    if (type.subject !== null && !isKey(object[type.subject])) return 'withheld';
    within = { row, pending: noSlots, listing: false };
  }
  const { out, depth, explained } = run;
  const start = out.length;
  if (failures !== null) run.reportAt(failures, type.read);
  run.depth = depth + 1;
  const outcome = writeFields(run, type, object, typename, failures, within);
  run.depth = depth;
  run.explained = explained;
  if (outcome !== 'written') out.length = start;
  return outcome;
}

const noSlots: readonly number[] = [];
const noNames: ReadonlySet<string> = new Set();

/** INVARIANT: withheld and nulled are two signals; what withholds an object drops its errors, what nulls it keeps the first. */
function writeFields(
  run: AnswerRun,
  type: TypePlan,
  object: TreeObject,
  typename: unknown,
  failures: FailureTree | null,
  within: Surroundings,
): Outcome {
  const { out, errors, ledger, path } = run;
  const place = run.depth - 1;
  const ledgerStart = ledger.mark();
  let absent = '';
  let present = type.values;
  /** Values withheld for the row's sake; composite ones withheld for whatever reason. */
  let outside = 0;
  let lost = 0;
  let failedAt = -1;
  if (type.fields.length === 0) out.byte(openBrace);
  for (const field of type.fields) {
    let outcome: Outcome;
    switch (field.kind) {
      case 'fixed':
        out.raw(field.text);
        continue;
      case 'introspection':
        out.raw(field.prefix);
        out.json(ownValue(run.context.introspection, field.key));
        continue;
      case 'typename':
        out.raw(field.prefix);
        if (typeof typename === 'string') {
          out.string(typename);
        } else {
          path[place] = field.key;
          run.reportNull(errors.length);
          if (failedAt < 0) failedAt = errors.length;
        }
        continue;
      case 'leaf': {
        out.raw(field.prefix);
        const value = object[field.alias];
        if (field.plain && writeLeaf(out, field.form, value)) continue;
        path[place] = field.key;
        const below = failures === null ? null : (failures.below.get(field.alias) ?? null);
        outcome = writeGuardedLeaf(run, field, value, below, within);
        if (outcome === 'withheld') outside++;
        break;
      }
      case 'composite': {
        out.raw(field.prefix);
        path[place] = field.key;
        const errorMark = errors.length;
        const ledgerMark = ledger.mark();
        const below = failures === null ? null : (failures.below.get(field.alias) ?? null);
        outcome = writeComposite(run, field, object[field.alias], below, within);
        if (outcome === 'withheld') {
          errors.length = errorMark;
          ledger.rollBack(ledgerMark);
          lost++;
          if (field.scoped && !field.lists && !run.meets(field.slot, within.row)) outside++;
        }
      }
    }
    switch (outcome) {
      case 'written':
        break;
      case 'null':
        out.raw(jsonNull);
        if (object[field.alias] === undefined) {
          absent += field.absence;
          present--;
        }
        break;
      case 'withheld':
        if (field.type.nonNull) return 'withheld';
        out.raw(jsonNull);
        absent += field.absence;
        present--;
        break;
      case 'nulled':
        // Not yet the end: what withholds the object drops this error, too.
        if (failedAt < 0) failedAt = errors.length;
    }
  }
  if (type.row) {
    if (outside > 0 && outside === type.values) return 'withheld';
  } else if (within.listing && lost > 0 && lost === type.composites) {
    return 'withheld';
  }
  if (failedAt >= 0) {
    errors.length = failedAt;
    ledger.rollBack(ledgerStart);
    return 'null';
  }
  out.byte(closeBrace);
  if (present > 0) ledger.released(type, absent);
  if (type.subject !== null) ledger.subject(type, String(object[type.subject]));
  return 'written';
}

function writeGuardedLeaf(
  run: AnswerRun,
  field: LeafPlan,
  value: unknown,
  failures: FailureTree | null,
  within: Surroundings,
): Outcome {
  if (field.scoped && !run.meets(field.slot, within.row)) return 'withheld';
  if (field.mask === null || value === null || value === undefined) {
    return writeValue(run, field, field.type, value, failures, within);
  }
  return writeMasked(run, field, field.mask, value);
}

function writeComposite(
  run: AnswerRun,
  field: CompositePlan,
  value: unknown,
  failures: FailureTree | null,
  within: Surroundings,
): Outcome {
  if (!field.lists) {
    if (field.scoped && !run.meets(field.slot, within.row)) return 'withheld';
    return writeValue(run, field, field.type, value, failures, within);
  }
  const pending = field.scoped ? [...within.pending, field.slot] : within.pending;
  return writeValue(run, field, field.type, value, failures, { row: within.row, pending, listing: true });
}

/** Null completion, as the specification has it (GraphQL, section 6.4.3). */
function writeValue(
  run: AnswerRun,
  field: LeafPlan | CompositePlan,
  type: Wrapping,
  value: unknown,
  failures: FailureTree | null,
  around: Surroundings,
): Outcome {
  const before = run.errors.length;
  const outcome = writeNullable(run, field, type, value, failures, around);
  if (outcome !== 'null' || !type.nonNull) return outcome;
  run.reportNull(before);
  return 'nulled';
}

function writeNullable(
  run: AnswerRun,
  field: LeafPlan | CompositePlan,
  { item }: Wrapping,
  value: unknown,
  failures: FailureTree | null,
  around: Surroundings,
): Outcome {
  if (value === null || value === undefined) {
    if (failures !== null) run.report(failures);
    return 'null';
  }
  if (item !== null) return Array.isArray(value) ? writeList(run, field, item, value, failures, around) : 'null';
  if (field.kind === 'leaf') return writeLeaf(run.out, field.form, value) ? 'written' : 'null';
  return writeObject(run, field.child, value as Readonly<Record<string, unknown>>, failures, around);
}

function writeList(
  run: AnswerRun,
  field: LeafPlan | CompositePlan,
  item: Wrapping,
  values: readonly unknown[],
  failures: FailureTree | null,
  around: Surroundings,
): Outcome {
  const { out, ledger, errors, path, depth, explained } = run;
  const start = out.length;
  const ledgerStart = ledger.mark();
  if (failures !== null) run.reportAt({ here: failures.here, below: new Map() }, noNames);
  run.depth = depth + 1;
  out.byte(openBracket);
  let count = 0;
  let nulled = false;
  for (let index = 0; index < values.length && !nulled; index++) {
    const mark = out.length;
    const errorMark = errors.length;
    const ledgerMark = ledger.mark();
    path[depth] = count;
    if (count > 0) out.byte(comma);
    const below = failures === null ? null : (failures.below.get(index) ?? null);
    switch (writeValue(run, field, item, values[index], below, around)) {
      case 'null':
        out.raw(jsonNull);
        count++;
        break;
      case 'written':
        count++;
        break;
      case 'withheld':
        out.length = mark;
        errors.length = errorMark;
        ledger.rollBack(ledgerMark);
        break;
      case 'nulled':
        nulled = true;
    }
  }
  run.depth = depth;
  run.explained = explained;
  if (nulled) {
    out.length = start;
    ledger.rollBack(ledgerStart);
    return 'null';
  }
  out.byte(closeBracket);
  return 'written';
}

function ownValue(object: TreeObject | null, key: string): unknown {
  return object !== null && Object.hasOwn(object, key) ? (object[key] ?? null) : null;
}

function isKey(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
