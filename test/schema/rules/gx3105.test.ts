import { purposeOnUnconditional } from '../../../schema/rules/gx3105-purpose-on-unconditional';
import { brief, check, conditional, free, schemaOf } from '../../support/rule-context';

test('a purpose on a field that is shared unconditionally is refused', () => {
  const sdl = `${schemaOf('PSB')} type Query { a: Int ${free} @purpose(allow: ["welfare"]) }`;
  const findings = check(purposeOnUnconditional, { population: sdl });
  expect(brief(findings)).toEqual(['error population Query.a']);
  expect(findings[0]).toMatchObject({ code: 'GX3105', article: '31, 33', line: 2 });
});

test('so is the purpose of its type or of an interface field', () => {
  const sdl = `${schemaOf('PSB')}
    type Query { p: P ${free} }
    interface I { y: Int @purpose(allow: ["welfare"]) }
    type P implements I @purpose(allow: ["welfare"]) { x: Int ${free} y: Int ${free} z: Int ${conditional} }`;
  expect(brief(check(purposeOnUnconditional, { population: sdl }))).toEqual([
    'error population P.x',
    'error population P.y',
  ]);
});

test('a purpose on a conditional field is what it is for', () => {
  expect(
    check(purposeOnUnconditional, { population: `${schemaOf('PSB')} type Query { a: Int ${conditional} }` }),
  ).toEqual([]);
});

test('purposes of the defaults do not reach unconditional fields', () => {
  const defaults = '@defaults(share: "NONE", open: "NONE", basis: ["B"], purposes: ["welfare"])';
  expect(
    check(purposeOnUnconditional, { population: `${schemaOf('PSB', defaults)} type Query { a: Int ${free} }` }),
  ).toEqual([]);
});
