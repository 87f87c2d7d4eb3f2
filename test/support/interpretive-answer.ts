/** The plain form of `writeAnswer`, which looks everything up for each value: the oracle of the tests. */
import { isListType, isNonNullType, type GraphQLFormattedError, type GraphQLOutputType } from 'graphql';
import type {
  BoundOperation,
  CompositeField,
  DecisionSlot,
  LeafField,
  ShapeNode,
  TypeShape,
} from '../../gateway/compiler/compiled-operation';
import type { Decision } from '../../gateway/policy/decision';
import type { Disclosure } from '../../gateway/executor/disclosure';
import type { ExecutionResult } from '../../gateway/executor/execution';
import {
  clientError,
  failuresWithin,
  failureTree,
  unexplainedNull,
  type FailureTree,
} from '../../gateway/executor/failure-tree';
import { disclosureLedger } from './interpretive-ledger';
import { maskValue } from './interpretive-mask';
import { rowWithinScopes } from './row-scope';

export interface ShapedAnswer {
  readonly data: Record<string, unknown> | null;
  /** What subgraphs failed at, with the client's own paths, re-based where rows were withheld. */
  readonly errors: readonly GraphQLFormattedError[];
  /** A non-null root field was withheld: `data` is null, and `SCOPE_LIMITED` is the one error to say so. */
  readonly rootWithheld: boolean;
  readonly disclosure: Disclosure;
}

export interface ShapeContext {
  /** Derives the key of technique `pseudonym` for one owner, recipient and coordinate; `null` for anonymous. */
  pseudonymKey(owner: string, coordinate: string): Buffer | null;
  /** Answer to `bound.introspection`, keyed by the client's response keys. */
  readonly introspection: Readonly<Record<string, unknown>> | null;
}

/** The row, or what stands for it, may not be released: it leaves no trace. */
const withheld = Symbol('withheld');
/** Null stands where none may: whatever holds it becomes null. */
const nulled = Symbol('nulled');

/** The nearest enclosing row, on which scopes of values are tested. */
interface Row {
  readonly object: Readonly<Record<string, unknown>>;
  readonly shape: TypeShape;
}

/** Where the walk is. */
interface Place {
  /** Client's path, indices re-based. */
  readonly path: readonly (string | number)[];
  readonly failures: FailureTree | null;
  readonly row: Row | null;
  /** Scoped permits on the way here that the next rows must meet. */
  readonly pending: readonly DecisionSlot[];
  /** Among wrappers through which rows are listed; else objects without a key are values of their row. */
  readonly listing: boolean;
}

export function shapeAnswer(bound: BoundOperation, result: ExecutionResult, context: ShapeContext): ShapedAnswer {
  const errors: GraphQLFormattedError[] = [];
  const ledger = disclosureLedger();
  const failures = failureTree(result.errors);

  const reportAll = (tree: FailureTree | null, path: Place['path']): void => {
    const told = new Set<string>();
    for (const failure of tree === null ? [] : failuresWithin(tree)) {
      if (told.has(`${failure.code} ${failure.subgraph}`)) continue;
      told.add(`${failure.code} ${failure.subgraph}`);
      errors.push(clientError(failure, path));
    }
  };

  /** Failures that stand here, or below at what the gateway or the planner selected for themselves. */
  const reportHere = (tree: FailureTree | null, path: Place['path'], shape: TypeShape): void => {
    if (tree === null) return;
    const visited = new Set<string | number>(shape.fields.flatMap((field) => ('alias' in field ? [field.alias] : [])));
    const below = new Map([...tree.below].filter(([step]) => !visited.has(step)));
    reportAll({ here: tree.here, below }, path);
  };

  const meets = (slot: DecisionSlot, row: Row | null): boolean => {
    const { scopes } = permitAt(bound.decisions, slot);
    return scopes.length === 0 || (row !== null && rowWithinScopes(scopes, row.shape.scopes, row.object));
  };

  const complete = (
    type: GraphQLOutputType,
    value: unknown,
    place: Place,
    named: (value: unknown, place: Place) => unknown,
  ): unknown => {
    if (isNonNullType(type)) {
      const inner = complete(type.ofType as GraphQLOutputType, value, place, named);
      if (inner !== null) return inner;
      // Whatever was reported within became part of this null; where nothing was, the null itself is the failure.
      if (!errors.some((error) => related(error.path ?? [], place.path))) errors.push(unexplainedNull(place.path));
      return nulled;
    }
    if (value === null || value === undefined) {
      reportAll(place.failures, place.path);
      return null;
    }
    if (!isListType(type)) return named(value, place);
    if (!Array.isArray(value)) return null;
    if (place.failures !== null) reportAll({ here: place.failures.here, below: new Map() }, place.path);
    const items: unknown[] = [];
    const start = ledger.mark();
    for (const [index, item] of (value as unknown[]).entries()) {
      const mark = [errors.length, ledger.mark()] as const;
      const completed = complete(
        type.ofType as GraphQLOutputType,
        item,
        { ...place, path: [...place.path, items.length], failures: place.failures?.below.get(index) ?? null },
        named,
      );
      if (completed === withheld) {
        errors.length = mark[0];
        ledger.rollBack(mark[1]);
      } else if (completed === nulled) {
        ledger.rollBack(start);
        return null;
      } else {
        items.push(completed);
      }
    }
    return items;
  };

  const shapeObject = (node: ShapeNode, value: unknown, place: Place): unknown => {
    const object = value as Readonly<Record<string, unknown>>;
    const typename = node.typename === null ? null : object[node.typename];
    const shape = node.any ?? (typeof typename === 'string' ? node.byType[typename] : undefined);
    if (shape === undefined) return typeof typename === 'string' && node.unnamed.includes(typename) ? null : withheld;
    const row = shape.row ? { object, shape } : place.row;
    if (shape.row) {
      if (![...place.pending, ...shape.rowSlots].every((slot) => meets(slot, row))) return withheld;
      if (shape.subject !== null && !isKey(object[shape.subject.alias])) return withheld;
    }
    const mark = ledger.mark();
    const answer: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    const released: number[] = [];
    reportHere(place.failures, place.path, shape);
    let outside = 0;
    let composites = 0;
    let lost = 0;
    let failedAt: number | null = null;
    for (const [index, field] of shape.fields.entries()) {
      switch (field.kind) {
        case 'denied':
          answer[field.key] = null;
          continue;
        case 'typename':
          answer[field.key] = complete(
            field.type,
            field.value ?? typename,
            { ...place, path: [...place.path, field.key], failures: null },
            (name) => name,
          );
          if (answer[field.key] === nulled) failedAt ??= errors.length;
          continue;
        case 'introspection':
          answer[field.key] = context.introspection?.[field.key] ?? null;
          continue;
        case 'leaf':
        case 'composite':
      }
      const fieldPlace: Place = {
        path: [...place.path, field.key],
        failures: place.failures?.below.get(field.alias) ?? null,
        row,
        pending: shape.row ? [] : place.pending,
        listing: place.listing && !shape.row,
      };
      const raw = object[field.alias];
      const fieldMark = [errors.length, ledger.mark()] as const;
      const outcome =
        field.kind === 'leaf' ? shapeLeaf(field, raw, fieldPlace) : shapeComposite(field, raw, fieldPlace);
      if (field.kind === 'composite') composites += 1;
      if (outcome === nulled) {
        // Not yet the end: what withholds the object drops this error, too.
        failedAt ??= errors.length;
        continue;
      }
      if (outcome === withheld) {
        errors.length = fieldMark[0];
        ledger.rollBack(fieldMark[1]);
        if (isNonNullType(field.type)) return withheld;
        if (field.kind === 'composite') lost += 1;
        if (field.kind === 'leaf' || (field.scopedOn === 'holder' && !meets(field.slot, row))) outside += 1;
        answer[field.key] = null;
        continue;
      }
      answer[field.key] = outcome;
      if (raw !== undefined) released.push(index);
    }
    const values = shape.fields.filter((field) => field.kind === 'leaf' || field.kind === 'composite').length;
    if (shape.row && outside > 0 && outside === values) return withheld;
    if (!shape.row && place.listing && composites > 0 && lost === composites) return withheld;
    if (failedAt !== null) {
      errors.length = failedAt;
      ledger.rollBack(mark);
      return null;
    }
    if (released.length > 0) ledger.released(node, shape, released);
    if (shape.subject !== null) ledger.subject(shape.name, String(object[shape.subject.alias]));
    return answer;
  };

  const shapeLeaf = (field: LeafField, value: unknown, place: Place): unknown => {
    if (!meets(field.slot, place.row)) return withheld;
    const decision = permitAt(bound.decisions, field.slot);
    if (decision.outcome === 'permit' || value === null || value === undefined) {
      return complete(field.type, value, place, (leaf) => (isVisible(field, leaf) ? leaf : null));
    }
    const [owner = ''] = decision.maskedBy;
    const masked = maskValue(decision.technique, value, field.type, context.pseudonymKey(owner, field.coordinate));
    // A value that cannot be masked is withheld, never passed on and never an error.
    return masked === null && isNonNullType(field.type) ? withheld : completeMasked(field.type, masked);
  };

  const shapeComposite = (field: CompositeField, value: unknown, place: Place): unknown => {
    if (field.scopedOn === 'holder' && !meets(field.slot, place.row)) return withheld;
    const lists = field.scopedOn === 'yielded-rows';
    const pending =
      lists && permitAt(bound.decisions, field.slot).scopes.length > 0 ? [...place.pending, field.slot] : place.pending;
    return complete(field.type, value, { ...place, pending, listing: lists || place.listing }, (object, at) =>
      shapeObject(field.child, object, at),
    );
  };

  const root = bound.operation.shape;
  const data =
    root === null
      ? null
      : shapeObject(root, result.data, { path: [], failures, row: null, pending: [], listing: false });
  return {
    data: data === withheld || data === null ? null : (data as Record<string, unknown>),
    errors,
    rootWithheld: data === withheld,
    disclosure: data === withheld || data === null ? disclosureLedger().sum() : ledger.sum(),
  };
}

function permitAt(decisions: readonly Decision[], slot: DecisionSlot): Exclude<Decision, { outcome: 'deny' }> {
  const decision = decisions[slot];
  if (decision === undefined || decision.outcome === 'deny') {
    throw new Error(`a value is about to be released under decision ${String(slot)}, which permits nothing`);
  }
  return decision;
}

function isVisible({ values }: LeafField, value: unknown): boolean {
  return values === null || (typeof value === 'string' && values.has(value));
}

function isKey(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

/** Whether one of two paths leads on to the other. */
function related(a: readonly (string | number)[], b: readonly (string | number)[]): boolean {
  const [shorter, longer] = a.length <= b.length ? [a, b] : [b, a];
  return shorter.every((step, index) => longer[index] === step);
}

/** List items that could not be masked are dropped where null may not stand. */
function completeMasked(type: GraphQLOutputType, value: unknown): unknown {
  if (isNonNullType(type)) return completeMasked(type.ofType as GraphQLOutputType, value);
  if (!isListType(type) || !Array.isArray(value)) return value;
  const items = (value as unknown[]).map((item) => completeMasked(type.ofType as GraphQLOutputType, item));
  return isNonNullType(type.ofType) ? items.filter((item) => item !== null) : items;
}
