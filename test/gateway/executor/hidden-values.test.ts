import { shapeAnswer, type ShapedAnswer } from '../../../gateway/executor/shape-answer';
import { compile, handMadeSupergraph } from '../../support/hand-made-supergraph';

const sdl = `
  type Query { lamp: Lamp }
  type Lamp { colour: Colour sure: Colour! past: [Colour] }
  enum Colour { RED GREEN SECRET }
`;
const apiSdl = sdl.replace(' SECRET', '');

/** @param lamp what a subgraph says, by the name of the field */
function shape(query: string, lamp: Readonly<Record<string, unknown>>): ShapedAnswer {
  const outcome = compile(handMadeSupergraph(sdl, { apiSdl }), query);
  if (!outcome.ok) throw new Error('refused');
  const [field] = outcome.bound.operation.shape?.any?.fields ?? [];
  if (field?.kind !== 'composite') throw new Error('no lamp');
  const inner = (field.child.any?.fields ?? []).flatMap((each) =>
    each.kind === 'leaf' ? [[each.alias, lamp[each.key]] as const] : [],
  );
  const data = { [field.alias]: Object.fromEntries(inner) };
  return shapeAnswer(outcome.bound, { data, errors: [] }, { pseudonymKey: () => null, introspection: null });
}

test('an enum value that clients may not see is null, others pass', () => {
  const answer = shape('{ lamp { colour past } }', { colour: 'SECRET', past: ['RED', 'SECRET', 'GREEN'] });
  expect(JSON.stringify(answer.data)).toBe('{"lamp":{"colour":null,"past":["RED",null,"GREEN"]}}');
  expect(answer.errors).toEqual([]);
});

test('where null may not stand, its holder goes, with an error that does not say which value it was', () => {
  const answer = shape('{ lamp { sure } }', { sure: 'SECRET' });
  expect(JSON.stringify(answer.data)).toBe('{"lamp":null}');
  expect(answer.errors).toHaveLength(1);
  expect(JSON.stringify(answer.errors)).not.toContain('SECRET');
});
