import { writeAnswer, type WrittenAnswer } from '../../../gateway/executor/write-answer';
import { compile, handMadeSupergraph } from '../../support/hand-made-supergraph';

const sdl = `
  type Query { lamp: Lamp }
  type Lamp { colour: Colour sure: Colour! past: [Colour] }
  enum Colour { RED GREEN SECRET }
`;
const apiSdl = sdl.replace(' SECRET', '');

/** @param lamp what a subgraph says, by the name of the field */
function shape(query: string, lamp: Readonly<Record<string, unknown>>): WrittenAnswer {
  const outcome = compile(handMadeSupergraph(sdl, { apiSdl }), query);
  if (!outcome.ok) throw new Error('refused');
  const [field] = outcome.bound.operation.shape?.any?.fields ?? [];
  if (field?.kind !== 'composite') throw new Error('no lamp');
  const inner = (field.child.any?.fields ?? []).flatMap((each) =>
    each.kind === 'leaf' ? [[each.alias, lamp[each.key]] as const] : [],
  );
  const data = { [field.alias]: Object.fromEntries(inner) };
  return writeAnswer(outcome.bound, { data, errors: [] }, { pseudonymKey: () => null, introspection: null });
}

test('an enum value that clients may not see is null, others pass', () => {
  const answer = shape('{ lamp { colour past } }', { colour: 'SECRET', past: ['RED', 'SECRET', 'GREEN'] });
  expect(answer.data).toBe('{"lamp":{"colour":null,"past":["RED",null,"GREEN"]}}');
  expect(answer.errors).toEqual([]);
});

test('where null may not stand, its holder goes, with an error that does not say which value it was', () => {
  const answer = shape('{ lamp { sure } }', { sure: 'SECRET' });
  expect(answer.data).toBe('{"lamp":null}');
  expect(answer.errors).toHaveLength(1);
  expect(JSON.stringify(answer.errors)).not.toContain('SECRET');
});

describe('an object of a type that clients cannot name', () => {
  const shapes = `
    type Query { box: Box }
    type Box { name: String content: Content sure: Content! all: [Content] }
    interface Content { size: Int }
    type Ball implements Content { size: Int }
    type Bomb implements Content { size: Int }
  `;
  const visible = shapes.replace(/type Bomb[^}]*}/, '');

  function open(query: string, box: (content: object) => Readonly<Record<string, unknown>>): WrittenAnswer {
    const outcome = compile(handMadeSupergraph(shapes, { apiSdl: visible }), query);
    if (!outcome.ok) throw new Error('refused');
    const [field] = outcome.bound.operation.shape?.any?.fields ?? [];
    if (field?.kind !== 'composite') throw new Error('no box');
    const parts = (field.child.any?.fields ?? []).map((each) => {
      if (each.kind !== 'composite') throw new Error(each.key);
      const typename = each.child.typename ?? '';
      return [each.alias, box({ [typename]: 'Bomb' })[each.key]] as const;
    });
    const data = { [field.alias]: Object.fromEntries(parts) };
    return writeAnswer(outcome.bound, { data, errors: [] }, { pseudonymKey: () => null, introspection: null });
  }

  test('is null, and what holds it stays', () => {
    const answer = open('{ box { content { __typename } all { __typename } } }', (content) => ({
      content,
      all: [content, null],
    }));
    expect(answer.data).toBe('{"box":{"content":null,"all":[null,null]}}');
  });

  test('where null may not stand, its holder goes with an error that does not name it', () => {
    const answer = open('{ box { sure { __typename } } }', (sure) => ({ sure }));
    expect(answer.data).toBe('{"box":null}');
    expect(answer.errors).toHaveLength(1);
    expect(JSON.stringify(answer.errors)).not.toContain('Bomb');
  });
});
