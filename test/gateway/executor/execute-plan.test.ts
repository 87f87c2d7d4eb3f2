import { execute, parse, type DocumentNode } from 'graphql';
import { apiSchemaOf, loadSupergraphModel } from '../../../schema/federation';
import { planExecutor } from '../../../gateway/executor/execute-plan';
import type { ExecutionResult } from '../../../gateway/executor/execution';
import { apolloPlanner } from '../../../gateway/planner/apollo-planner';
import { inProcessFederation } from '../../support/in-process-federation';
import { askMonolith, library } from '../../support/library-federation';

const federation = inProcessFederation(library);
const apiSchema = apiSchemaOf(loadSupergraphModel(federation.supergraphSdl));
const planner = apolloPlanner(federation.supergraphSdl);
const run = planExecutor(federation.supergraphSdl);

async function ask(document: DocumentNode): Promise<ExecutionResult> {
  return run({
    plan: planner.plan(document),
    variables: {},
    transport: federation.transport,
    signal: new AbortController().signal,
    mayDispatch: () => true,
  });
}

async function completed(document: DocumentNode, rootValue: unknown): Promise<unknown> {
  const result = await execute({
    schema: apiSchema,
    document,
    rootValue,
    fieldResolver: (source: Record<string, unknown>, _args, _context, info) => source[String(info.path.key)],
    typeResolver: (value) => (value as { __typename: string }).__typename,
  });
  return JSON.parse(JSON.stringify(result.data));
}

const operations = [
  '{ _l0: media { _l1: title _l2: id ... on Book { _l3: shipping } ... on Film { _l4: director { _l5: born } } } }',
  '{ _l0: media { _l1: reviews { _l2: stars _l3: by { _l4: email } _l5: about { _l6: __typename _l7: title } } } }',
  '{ _l0: best { _l1: about { _l2: title ... on Book { _l3: shipping _l4: author { _l5: books { _l6: pages } } } } } }',
  '{ _l0: lists { _l1: name _l2: head { _l3: email _l4: name } _l5: books { _l6: title _l7: shipping _l8: reviews { _l9: stars } } } }',
  '{ _l0: grid { _l1: reviews { _l2: by { _l3: friends { _l4: name } } } _l5: shipping } }',
  '{ _l0: anything { ... on Book { _l1: reviews { _l2: stars } } ... on Author { _l3: born } ... on Film { _l4: reviews { _l2: text } } } }',
  '{ _l0: shelf { _l1: label _l2: rows { _l3: reviews { _l4: stars } } _l5: lead { _l6: __typename } } }',
];

test.each(operations)('%s is what a monolith answers', async (text) => {
  const document = parse(text);
  const result = await ask(document);
  expect(result.errors).toEqual([]);
  const expected = await askMonolith(apiSchema, document);
  expect(expected.errors).toBeUndefined();
  expect(await completed(document, result.data)).toEqual(JSON.parse(JSON.stringify(expected.data)));
});
