/** One pass over the merged data: masks, drops rows outside the scope, completes nulls, and writes the answer as JSON text. */
import type { GraphQLFormattedError } from 'graphql';
import type { BoundOperation } from '../compiler/compiled-operation';
import type { Disclosure } from './disclosure';
import type { ExecutionResult } from './execution';
import { shapeAnswer, type ShapeContext } from './shape-answer';

export interface WrittenAnswer {
  /** JSON text; `null` where nothing is left. */
  readonly data: string;
  /** What subgraphs failed at, with the client's own paths, re-based where rows were withheld. */
  readonly errors: readonly GraphQLFormattedError[];
  /** A non-null root field was withheld: `data` is null, and `SCOPE_LIMITED` is the one error to say so. */
  readonly rootWithheld: boolean;
  readonly disclosure: Disclosure;
}

export type WriteContext = ShapeContext;

export function writeAnswer(bound: BoundOperation, result: ExecutionResult, context: WriteContext): WrittenAnswer {
  const shaped = shapeAnswer(bound, result, context);
  return { ...shaped, data: JSON.stringify(shaped.data) };
}
