/**
 * What Lingqu and @apollo/gateway's executor tell of the same failures, compared. They differ by design in some ways; each is one named
 * rule here, with its reason, and nothing else is let pass.
 */
import type { GraphQLFormattedError } from 'graphql';
import type { ShapeNode } from '../../../gateway/compiler/compiled-operation';
import type { OracleAnswer, OracleError } from '../apollo-executor';
import { clientNames } from '../client-form';
import type { Fault } from './faulty-replies';

export interface Told {
  readonly ours: readonly GraphQLFormattedError[];
  readonly theirs: OracleAnswer;
  /** Ours, completed. */
  readonly data: unknown;
  readonly shape: ShapeNode;
  readonly fault: Fault;
}

/**
 * An object of which nobody could tell the type, because the lookup failed, is withheld: it might be of one that this client may not
 * know of. Lists lose it; the oracle puts null.
 *
 * @param theirs in the client's form
 */
export function sameButForUntoldTypes(ours: unknown, theirs: unknown, node: ShapeNode): boolean {
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    let next = 0;
    for (const each of theirs as readonly unknown[]) {
      if (next < ours.length && sameButForUntoldTypes(ours[next], each, node)) next++;
      else if (each !== null || node.any !== null) return false;
    }
    return next === ours.length;
  }
  // Where null may not stand in a list either, the whole of it is null there.
  if (theirs === null && ours !== null) return hasAbstract(node);
  if (!isRecord(ours) || !isRecord(theirs)) return JSON.stringify(ours) === JSON.stringify(theirs);
  const shapes = node.any === null ? Object.values(node.byType) : [node.any];
  const composites = shapes.flatMap(({ fields }) => fields.filter((field) => field.kind === 'composite'));
  return (
    Object.keys(ours).join() === Object.keys(theirs).join() &&
    Object.entries(ours).every(([key, value]) => {
      const below = composites.filter((field) => field.key === key);
      if (below.length === 0) return JSON.stringify(value) === JSON.stringify(theirs[key]);
      return below.some(({ child }) => sameButForUntoldTypes(value, theirs[key], child));
    })
  );
}

function hasAbstract(node: ShapeNode): boolean {
  if (node.any === null) return true;
  return node.any.fields.some((field) => field.kind === 'composite' && hasAbstract(field.child));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns what no rule explains; `null` = everything is explained */
export function explained(told: Told): string | null {
  const { ours, theirs, fault } = told;
  for (const error of ours) {
    const subgraph = error.extensions?.['subgraph'];
    if (subgraph !== undefined && subgraph !== fault.subgraph)
      return `\`${String(subgraph)}\` is blamed, which did not fail`;
    if (subgraph === undefined && !isUnexplainedNull(error, told))
      return `an error of nobody: ${JSON.stringify(error)}`;
    if (
      subgraph !== undefined &&
      !theirs.errors.some((each) => each.subgraph === subgraph || isOwnComplaint(each)) &&
      !unseenByOracle(fault)
    ) {
      return `only Lingqu sees a failure: ${JSON.stringify(error)}`;
    }
  }
  for (const error of theirs.errors) {
    if (ours.some((each) => sameFailure(each, error, told))) continue;
    if (inWhatBecameNull(error, told)) continue;
    return `Lingqu does not tell: ${JSON.stringify(error)}`;
  }
  if (theirs.completion.length > 0 && ours.length === 0)
    return `Lingqu does not tell of a null: ${JSON.stringify(theirs.completion)}`;
  return null;
}

/** One code per kind of failure, and never the subgraph's words; the place is the client's. */
function sameFailure(ours: GraphQLFormattedError, theirs: OracleError, { shape, fault }: Told): boolean {
  const code = { down: 'SUBGRAPH_UNAVAILABLE', slow: 'SUBGRAPH_TIMEOUT' }[fault.kind as string] ?? 'SUBGRAPH_ERROR';
  if (isOwnComplaint(theirs)) return ours.extensions?.['code'] === code;
  if (ours.extensions?.['subgraph'] !== theirs.subgraph || ours.extensions?.['code'] !== code) return false;
  return isOneWay(names(ours.path), clientNames(shape, theirs.path ?? []));
}

/**
 * The oracle's indices are those of all places where a fetch stands, though it sends fewer entities; and a failure without a path stands
 * nowhere there, at the place that misses something here. So paths are compared by names, and one may say more than the other.
 */
function isOneWay(one: readonly string[], other: readonly string[]): boolean {
  const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
  return shorter.every((name, index) => longer[index] === name);
}

/** An answer that it cannot read, the oracle complains about in its own name and without a place. */
function isOwnComplaint({ subgraph, path }: OracleError): boolean {
  return subgraph === null && path === undefined;
}

/** A field that was asked for and is missing from a reply: the oracle takes it for null and says nothing. */
function unseenByOracle({ kind }: Fault): boolean {
  return kind === 'missing fields';
}

/** A null where none may stand, of which no subgraph told: the oracle keeps that in its extensions, or to itself. */
function isUnexplainedNull(error: GraphQLFormattedError, { data }: Told): boolean {
  return error.extensions?.['code'] === 'SUBGRAPH_ERROR' && hasNullAlong(data, names(error.path));
}

/** An error below a place that became null because of another one is part of that (GraphQL lets one stand for all). */
function inWhatBecameNull(error: OracleError, { shape, data, ours }: Told): boolean {
  const path = clientNames(shape, error.path ?? []);
  return ours.length > 0 && hasNullAlong(data, path);
}

function hasNullAlong(value: unknown, path: readonly string[]): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0 || value.some((each) => hasNullAlong(each, path));
  const [name, ...rest] = path;
  if (name === undefined || typeof value !== 'object') return false;
  return hasNullAlong((value as Readonly<Record<string, unknown>>)[name], rest);
}

function names(path: readonly (string | number)[] | undefined): readonly string[] {
  return (path ?? []).filter((each): each is string => typeof each === 'string');
}
