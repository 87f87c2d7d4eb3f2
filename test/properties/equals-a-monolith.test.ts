/** Invariant 6, and what becomes of it under a law: an answer is the monolith's, or part of it. */
import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { apiSchemaOf, loadSupergraphModel } from '../../schema/federation';
import { startTown, type Town } from '../support/lawful-town';
import { sentinelsIn } from '../support/town-data';
import { askers, asking, generousLimits } from './town-law';
import { askMonolith } from './town-monolith';
import { tapes, townOperation } from './town-operations';

/** Takes every word of the law out of an SDL, but what is a row, a subject and a filter. */
function openly(sdl: string): string {
  const [header = '', ...body] = sdl.split('\n');
  const provider = header
    .replace(/@(defaults|consumes)\([^)]*\)/g, '')
    .concat(' @defaults(share: "UNCONDITIONAL", open: "UNCONDITIONAL")');
  const silent = body.join('\n').replace(/@(share|open|purpose|deidentified|derived)\([^)]*\)|@noOnwardTransfer/g, '');
  return `${provider}\n${silent}`;
}

function apiOf(town: Town): GraphQLSchema {
  return apiSchemaOf(loadSupergraphModel(town.supergraph.supergraphSdl));
}

describe('where everything is openly unconditional', () => {
  let town: Town;
  beforeAll(async () => {
    town = await startTown({ sdl: (_, sdl) => openly(sdl), yaml: generousLimits });
  });
  afterAll(() => town.stop());

  test('the gateway answers exactly what one monolithic GraphQL server answers', async () => {
    const schema = apiOf(town);
    await fc.assert(
      fc.asyncProperty(tapes, async (tape) => {
        const operation = townOperation(schema, tape);
        fc.pre(operation !== null);
        const { body } = await town.ask(operation.query, { as: 'stranger', variables: operation.variables });
        expect(body.errors).toBeUndefined();
        // Responses keep the order of what was asked for.
        expect(JSON.stringify(body.data)).toBe(JSON.stringify(await askMonolith(schema, operation)));
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});

describe('under a law', () => {
  let town: Town;
  beforeAll(async () => {
    town = await startTown({ yaml: generousLimits });
  });
  afterAll(() => town.stop());

  test('an answer is part of what the monolith answers', async () => {
    const schema = apiOf(town);
    await fc.assert(
      fc.asyncProperty(tapes, fc.constantFrom(...askers), async (tape, asker) => {
        const operation = townOperation(schema, tape, { filtered: false });
        fc.pre(operation !== null);
        const { body } = await town.ask(operation.query, { ...asking(asker), variables: operation.variables });
        if (body.data == null) return;
        const whole = await askMonolith(schema, operation);
        if (!isPartOf(body.data, whole)) throw new Error(JSON.stringify({ part: body.data, whole }, null, 1));
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});

/** Nothing is added, moved or changed; values may be masked, be null and be missing from lists. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (part === null) return true;
  if (Array.isArray(part)) {
    let next = 0;
    return (
      Array.isArray(whole) &&
      part.every((item) => {
        while (next < whole.length) if (isPartOf(item, whole[next++])) return true;
        return false;
      })
    );
  }
  if (typeof part === 'object') {
    const { keys } = Object;
    return (
      typeof whole === 'object' &&
      whole !== null &&
      keys(part).join() === keys(whole).join() &&
      Object.entries(part).every(([key, value]) => isPartOf(value, (whole as Record<string, unknown>)[key]))
    );
  }
  return part === whole || (typeof part === 'string' && sentinelsIn(part).length === 0);
}
