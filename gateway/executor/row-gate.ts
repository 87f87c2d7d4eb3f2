/**
 * Keeps rows from being sent on to another organisation: those that the client may not have (by the same rule by which the answer withholds
 * them), and those outside the scope of what the receiver was granted.
 * INVARIANT: a scope field that is missing, null or of another form lies outside, and so does a row of which the type is not known.
 */
import { isListType, isNonNullType } from 'graphql';
import type { CompositeField, DecisionSlot, LeafField, ShapeNode, TypeShape } from '../compiler/compiled-operation';
import type { ClientRows } from '../planner/client-rows';
import type { RowTest, RowTests } from '../planner/row-tests';
import type { OwnerScope } from '../policy/decision';
import { isObject } from './read-reply';
import { sameScopes, scopeTest, type ScopeTest } from './scope-test';
import type { Target } from './target';
import type { TreeObject } from './tree-object';

type Place = Target | NonNullable<Target['holder']>;

interface Row {
  readonly object: TreeObject;
  readonly shape: TypeShape;
  /** The row itself said that it is of this type. */
  readonly told: boolean;
}

/** A test of the receiver's, ready to be asked of many rows. */
interface Ready {
  readonly types: RowTest['types'];
  readonly scope: ScopeTest;
}

/** An object on the way that may be sent on as far as it is known. */
interface Passed {
  readonly depth: number;
  /** What the client asks of it; `null` = below what the client asked for. */
  readonly shape: TypeShape | null;
  /** It, or the row that it belongs to. */
  readonly row: Row | null;
  /** What the next rows must meet: for the client, and for the receiver. */
  readonly pending: readonly DecisionSlot[];
  readonly tests: readonly Ready[];
}

type Value = LeafField | CompositeField;

/** Values of one type of row, and those of them that may be outside with the row itself. */
interface Values {
  readonly count: number;
  readonly limited: readonly Value[];
  /** Single objects without which it cannot be: where one is withheld, so is what holds it. */
  readonly strict: readonly CompositeField[];
}

const none: readonly never[] = [];

/** @returns whether an object at which the fetch stands may be sent: `false` = neither it nor its key */
export function rowGate({ operation, decisions }: ClientRows, rows: RowTests | 'none'): (target: Target) => boolean {
  if (rows === 'none') return () => false;
  const root = operation.shape;
  const last = rows.path.length;
  /** The receiver's own rows it knows already. */
  const scopesOf = (slot: DecisionSlot): readonly OwnerScope[] => {
    const decision = decisions[slot];
    if (decision === undefined || decision.outcome === 'deny') return none;
    const { scopes } = decision;
    return scopes.some(({ owner }) => owner === rows.receiver)
      ? scopes.filter(({ owner }) => owner !== rows.receiver)
      : scopes;
  };
  // Most slots and tests limit rows alike: a row's fields are then judged by one look at the row.
  const made: ScopeTest[] = [];
  const testOf = (scopes: readonly OwnerScope[]): ScopeTest => {
    const before = made.find((each) => sameScopes(each.scopes, scopes));
    if (before !== undefined) return before;
    const test = scopeTest(scopes);
    made.push(test);
    return test;
  };
  const bySlot: (ScopeTest | undefined)[] = [];
  const slotTest = (slot: DecisionSlot): ScopeTest => (bySlot[slot] ??= testOf(scopesOf(slot)));
  const next: (readonly Ready[])[] = [];
  const holding: (readonly Ready[])[] = [];
  for (const { on, depth, types, scopes } of rows.tests) {
    const tests = on === 'next' ? next : holding;
    tests[depth] = [...(tests[depth] ?? none), { types, scope: testOf(scopes) }];
  }
  const passed = new Map<Place, Passed | null>();
  const values = new Map<TypeShape, Values>();

  const meets = (slot: DecisionSlot, row: Row | null): boolean => {
    const test = slotTest(slot);
    return test.scopes.length === 0 || (row !== null && test.admits(row.shape.scopes, row.object));
  };

  const valuesOf = (shape: TypeShape): Values => {
    let found = values.get(shape);
    if (found === undefined) {
      const all = shape.fields.filter((field): field is Value => field.kind === 'leaf' || field.kind === 'composite');
      // Rows that a field yields are tested by themselves.
      const limited = all.filter(
        (field) => (field.kind === 'leaf' || field.scopedOn === 'holder') && slotTest(field.slot).scopes.length > 0,
      );
      const strict = all.filter(
        (field): field is CompositeField =>
          field.kind === 'composite' && isNonNullType(field.type) && !isListType(field.type.ofType),
      );
      found = { count: all.length, limited, strict };
      values.set(shape, found);
    }
    return found;
  };

  /** None of its values may be released, or one may not that cannot be null. */
  const isWithheld = (row: Row): boolean => {
    const { count, limited } = valuesOf(row.shape);
    let outside = 0;
    for (const { slot, type } of limited) {
      if (meets(slot, row)) continue;
      if (isNonNullType(type)) return true;
      outside += 1;
    }
    return outside > 0 && outside === count;
  };

  const enter = (
    node: ShapeNode,
    object: TreeObject,
    above: Passed | null,
    by: CompositeField | null,
  ): Passed | null => {
    const depth = above === null ? 0 : above.depth + 1;
    const typeName = node.typename === null ? null : object[node.typename];
    const shape = node.any ?? (typeof typeName === 'string' ? node.byType[typeName] : undefined);
    if (shape === undefined) return null;
    if (by?.scopedOn === 'holder' && !meets(by.slot, above?.row ?? null)) return null;
    const pendingAbove = above?.pending ?? none;
    const limitsRows = by?.scopedOn === 'yielded-rows' && slotTest(by.slot).scopes.length > 0;
    const pending = limitsRows ? [...pendingAbove, by.slot] : pendingAbove;
    const [testsAbove, testsHere] = [above?.tests ?? none, next[depth] ?? none];
    const tests = testsHere.length === 0 ? testsAbove : [...testsAbove, ...testsHere];
    const row = shape.row ? { object, shape, told: node.any === null } : (above?.row ?? null);
    if (holding[depth]?.every((test) => lies(test, row)) === false) return null;
    if (!shape.row || row === null) return whole({ depth, shape, row, pending, tests }, object);
    if (!pending.every((slot) => meets(slot, row)) || !shape.rowSlots.every((slot) => meets(slot, row))) return null;
    if (!tests.every((test) => lies(test, row)) || isWithheld(row)) return null;
    return whole({ depth, shape, row, pending: none, tests: none }, object);
  };

  /** @returns `null` where something that it cannot be without is known to be withheld */
  const whole = (found: Passed, object: TreeObject): Passed | null => {
    if (found.shape === null || found.depth === 0) return found;
    const { strict } = valuesOf(found.shape);
    for (const field of strict) {
      const value = object[field.alias];
      // What stands beside the way is tested for the client alone.
      const beside = { ...found, depth: last + 1, tests: none };
      if (isObject(value) && isTold(field.child, value) && enter(field.child, value, beside, field) === null)
        return null;
    }
    return found;
  };

  const find = (place: Place): Passed | null => {
    const { value } = place;
    if (root === null || !isObject(value)) return null;
    const [holder, key] = holderOf(place);
    if (holder === null) return enter(root, value, null, null);
    const above = pass(holder);
    if (above === null) return null;
    if (above.shape === null || above.depth >= last) return { ...above, depth: above.depth + 1, shape: null };
    for (const field of above.shape.fields) {
      if (field.kind === 'composite' && field.alias === key) return enter(field.child, value, above, field);
    }
    return null;
  };

  /** Holders stand above many targets. */
  const pass = (place: Place): Passed | null => {
    let known = passed.get(place);
    if (known === undefined) {
      known = find(place);
      passed.set(place, known);
    }
    return known;
  };

  /** Whether anything that the fetch brings for this row may be released. */
  const isWanted = ({ shape, row }: Passed): boolean => {
    if (rows.brings === null || shape === null || row === null) return true;
    const { brings } = rows;
    const limited = valuesOf(shape).limited.filter(({ alias }) => brings.has(alias));
    const brought = shape.fields.filter((field) => 'alias' in field && brings.has(field.alias));
    if (brought.length === 0 || limited.length < brought.length) return true;
    return limited.some(({ slot }) => meets(slot, row));
  };

  return (target) => {
    if (rows.onEntities) {
      const found = find(target);
      return found !== null && isWanted(found);
    }
    const [holder] = holderOf(target);
    return holder === null || pass(holder) !== null;
  };
}

/** Whether everything that decides over a row has come: what may come yet decides nothing. */
function isTold(node: ShapeNode, object: TreeObject): boolean {
  const typeName = node.typename === null ? null : object[node.typename];
  const shape = node.any ?? (typeof typeName === 'string' ? node.byType[typeName] : undefined);
  if (shape === undefined) return typeof typeName === 'string' && !node.unnamed.includes(typeName);
  return Object.values(shape.scopes).every(({ alias }) => Object.hasOwn(object, alias));
}

/** What is known to be of another type is no concern of the test. */
function lies({ types, scope }: Ready, row: Row | null): boolean {
  if (row === null) return false;
  if (types !== null && row.told && !types.has(row.shape.name)) return true;
  return scope.admits(row.shape.scopes, row.object);
}

/** The object that holds a place, lists left out, and the response name under which it does. */
function holderOf(place: Place): readonly [holder: Place | null, key: string | number] {
  let { holder, key } = place;
  while (holder !== null && Array.isArray(holder.value)) ({ holder, key } = holder);
  return [holder, key];
}
