import { logicalAggregation } from '../../../schema/rules/gx2501-logical-aggregation';
import { brief, check, free, schemaOf } from '../../support/rule-context';

const entry = (more: string) => `@catalogue(id: "1", title: "t", ${more})`;

test('a department cannot leave data where they are, on a type or on a field', () => {
  const sdl = `${schemaOf('PSB')}
    type Query { p: P ${free} f: Int ${free} ${entry('aggregation: "LOGICAL"')} }
    type P ${entry('aggregation: "LOGICAL"')} { x: Int ${free} }`;
  const findings = check(logicalAggregation, { population: sdl });
  expect(brief(findings)).toEqual(['error population P', 'error population Query.f']);
  expect(findings[1]).toMatchObject({ code: 'GX2501', article: '25', line: 3 });
});

test('a department may state any other form', () => {
  const sdl = `${schemaOf('PSB')} type Query { f: Int ${free} ${entry('aggregation: "INTERFACE"')} }`;
  expect(check(logicalAggregation, { population: sdl })).toEqual([]);
});

test('a public service organisation may, unless public management needs the data', () => {
  const sdl = (more: string) => `${schemaOf('HOSPITAL')} type Query { f: Int ${free} ${entry(more)} }`;
  expect(check(logicalAggregation, { health: sdl('aggregation: "LOGICAL"') })).toEqual([]);
  const needed = check(logicalAggregation, { health: sdl('aggregation: "LOGICAL", publicManagementNeed: true') });
  expect(brief(needed)).toEqual(['error health Query.f']);
});

test('a need that a field states holds where its type says LOGICAL', () => {
  const sdl = `${schemaOf('HOSPITAL')}
    type Query { p: P ${free} }
    type P ${entry('aggregation: "LOGICAL"')} { x: Int ${free} ${entry('publicManagementNeed: true')} y: Int ${free} }`;
  expect(brief(check(logicalAggregation, { health: sdl }))).toEqual(['error health P.x']);
});

test('a need that the type states holds for a field that says LOGICAL', () => {
  const sdl = `${schemaOf('HOSPITAL')}
    type Query { p: P ${free} }
    type P ${entry('publicManagementNeed: true')} { x: Int ${free} ${entry('aggregation: "LOGICAL"')} y: Int ${free} }`;
  expect(brief(check(logicalAggregation, { health: sdl }))).toEqual(['error health P.x']);
});
