/** One pass over the merged data: masks, drops rows outside the scope, completes nulls, and writes the answer as JSON text. */
import type { GraphQLFormattedError } from 'graphql';
import type { BoundOperation } from '../compiler/compiled-operation';
import { answerPlan } from './answer-plan';
import { AnswerRun, type Outcome, type WriteContext } from './answer-run';
import { DisclosureLedger, type Disclosure } from './disclosure';
import type { ExecutionResult } from './execution';
import { failureTree } from './failure-tree';
import { JsonBytes, type JsonText } from './json-bytes';
import { writeObject } from './write-object';

export interface WrittenAnswer {
  /** JSON text; `null` where nothing is left. */
  readonly data: JsonText;
  /** What subgraphs failed at, with the client's own paths, re-based where rows were withheld. */
  readonly errors: readonly GraphQLFormattedError[];
  /** A non-null root field was withheld: `data` is null, and `SCOPE_LIMITED` is the one error to say so. */
  readonly rootWithheld: boolean;
  readonly disclosure: Disclosure;
}

const usualBytes = 256 * 1_024;
const mostKept = 8 * 1_024 * 1_024;

/** Written into by one answer at a time: nothing is awaited in between. */
let scratch = new JsonBytes(usualBytes);

export function writeAnswer(bound: BoundOperation, result: ExecutionResult, context: WriteContext): WrittenAnswer {
  const plan = answerPlan(bound);
  const out = scratch;
  out.clear();
  const run = new AnswerRun(out, new DisclosureLedger(plan.types), bound.decisions, context);
  const outcome: Outcome =
    plan.root === null
      ? 'null'
      : writeObject(run, plan.root, result.data, failureTree(result.errors), {
          row: null,
          pending: [],
          listing: false,
        });
  const written = outcome === 'written';
  const data = written ? out.text() : 'null';
  if (out.capacity > mostKept) scratch = new JsonBytes(usualBytes);
  return {
    data,
    errors: run.errors,
    rootWithheld: outcome === 'withheld',
    disclosure: written ? run.ledger.sum() : { released: [], subjects: [] },
  };
}
