import { shareBasis } from '../../../schema/rules/gx3102-share-basis';
import { brief, check, schemaOf } from '../../support/rule-context';

const query = (fields: string, more = '', org = 'PSB') => ({
  population: `${schemaOf(org, more)} type Query { ${fields} }`,
});

test.each(['CONDITIONAL', 'NONE'])('share %s without a basis is refused', (shareClass) => {
  const findings = check(shareBasis, query(`a: Int @share(class: "${shareClass}")`));
  expect(brief(findings)).toEqual(['error population Query.a']);
  expect(findings[0]).toMatchObject({ code: 'GX3102', article: '31', line: 2 });
});

test('share UNCONDITIONAL needs none, and a written basis suffices', () => {
  expect(
    check(shareBasis, query('a: Int @share(class: "UNCONDITIONAL") b: Int @share(class: "NONE", basis: ["B"])')),
  ).toEqual([]);
});

test('the basis comes from the defaults', () => {
  expect(
    check(
      shareBasis,
      query('a: Int @share(class: "CONDITIONAL")', '@defaults(share: "NONE", open: "NONE", basis: ["B"])'),
    ),
  ).toEqual([]);
});

test('the basis comes from the floor of the type or of an interface', () => {
  const sdl = `${schemaOf('PSB')}
    type Query { p: P @share(class: "UNCONDITIONAL") }
    interface I @share(class: "NONE", basis: ["B"]) { y: Int }
    type P implements I @share(class: "UNCONDITIONAL") { x: Int @share(class: "NONE") y: Int @share(class: "NONE") }
    type Q @share(class: "CONDITIONAL", basis: ["B"]) { x: Int @share(class: "NONE") }`;
  expect(check(shareBasis, { population: sdl })).toEqual([]);
});

test('a floor without a basis is one finding at the type, not one per field', () => {
  const sdl = `${schemaOf('PSB')} type Query @share(class: "NONE") { x: Int y: Int }`;
  expect(brief(check(shareBasis, { population: sdl }))).toEqual(['error population Query']);
});

test('what is no public data needs no basis', () => {
  expect(check(shareBasis, query('a: Int @share(class: "NONE")', '', 'FIRM'))).toEqual([]);
});
