/** Failures of subgraphs by place in the merged tree, so that the pass over that tree can tell the client where they hurt. */
import type { GraphQLFormattedError } from 'graphql';
import type { ExecutionError } from './execution';

export interface FailureTree {
  readonly here: readonly ExecutionError[];
  readonly below: ReadonlyMap<string | number, FailureTree>;
}

interface GrowingTree {
  here: ExecutionError[];
  below: Map<string | number, GrowingTree>;
}

/** @returns `null` where nothing failed. */
export function failureTree(errors: readonly ExecutionError[]): FailureTree | null {
  if (errors.length === 0) return null;
  const root: GrowingTree = { here: [], below: new Map() };
  for (const error of errors) {
    let tree = root;
    for (const step of error.path) {
      let next = tree.below.get(step);
      if (next === undefined) {
        next = { here: [], below: new Map() };
        tree.below.set(step, next);
      }
      tree = next;
    }
    tree.here.push(error);
  }
  return root;
}

/** Every failure at or below a place. */
export function failuresWithin(tree: FailureTree): ExecutionError[] {
  return [...tree.here, ...[...tree.below.values()].flatMap(failuresWithin)];
}

const messages: Readonly<Record<ExecutionError['code'], (subgraph: string) => string>> = {
  SUBGRAPH_ERROR: (subgraph) =>
    `the subgraph \`${subgraph}\` answered with an error; the fields that it serves are missing here`,
  SUBGRAPH_UNAVAILABLE: (subgraph) => `the subgraph \`${subgraph}\` cannot be reached; try again later`,
  SUBGRAPH_TIMEOUT: (subgraph) => `the subgraph \`${subgraph}\` did not answer in time; try again later`,
  DISPATCH_REFUSED: (subgraph) =>
    `a grant was suspended while the request ran; nothing was asked of the subgraph \`${subgraph}\``,
};

/** What a client learns of a failure: a code and the subgraph's name, never its text. */
export function clientError(
  failure: Pick<ExecutionError, 'code' | 'subgraph'>,
  path: readonly (string | number)[],
): GraphQLFormattedError {
  return {
    message: messages[failure.code](failure.subgraph),
    ...(path.length === 0 ? {} : { path: [...path] }),
    extensions: {
      code: failure.code === 'DISPATCH_REFUSED' ? 'GRANT_SUSPENDED' : failure.code,
      subgraph: failure.subgraph,
    },
  };
}

/** A null where none may stand, which no subgraph explained. */
export function unexplainedNull(path: readonly (string | number)[]): GraphQLFormattedError {
  return {
    message: 'a subgraph returned no value for a non-null field',
    path: [...path],
    extensions: { code: 'SUBGRAPH_ERROR' },
  };
}
