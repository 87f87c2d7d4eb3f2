import { records } from '../../../schema/rules/gx3503-records';
import { hashSdl } from '../../../schema/subgraph-reader';
import { brief, check, closed, evidence, free, register, release, schemaOf } from '../../support/rule-context';

const tax = `${schemaOf('TAX')}
  type Query { p: Person ${free} }
  type Person @key(fields: "pid") { pid: ID! ${free} income: Int ${closed} }`;
const civil = (type = 'Boolean', transform = 'PREDICATE', name = 'eligible') => `${schemaOf('CIV')}
  type Person @key(fields: "pid") { pid: ID! income: Int @external
    ${name}: ${type} ${free} @requires(fields: "income")
      @derived(from: ["Person.income"], transform: "${transform}", releases: ["R-1"]) }`;
const withRelease = (changes: Parameters<typeof release>[0] = {}) => ({
  register: register({ releases: [release(changes)] }),
});
const messages = (sdl: string, options: Parameters<typeof check>[2]) =>
  check(records, { tax, civil: sdl }, options).map(({ message }) => message);

test("a predicate that its source's owner released and signed is accepted", () => {
  expect(messages(civil(), withRelease())).toEqual([]);
  expect(messages(civil('Boolean!'), withRelease())).toEqual([]);
});

test('a release that is not registered is refused at the line of its claim', () => {
  const findings = check(records, { tax, civil: civil() });
  expect(new Set(brief(findings))).toEqual(new Set(['error civil Person.eligible']));
  expect(findings[0]).toMatchObject({ code: 'GX3503', article: '35, 36', line: 5 });
  expect(findings[0]?.message).toContain('`R-1` is not registered');
});

test.each([
  ['about another field', { to: 'Person.benefit' }, 'is about `Person.benefit`'],
  ['of somebody whose data it is not', { owner: 'PSB', signedBy: 'PSB' }, 'none of whose data'],
  ['that its owner did not sign', { signedBy: 'CIV' }, '`TAX` must sign'],
  ['for less than all sources', { from: [] }, 'does not cover `Person.income`'],
  ['for another transform', { transform: 'SUM' }, 'is for transform `SUM`'],
])('a release %s is refused', (_, changes, message) => {
  expect(messages(civil(), withRelease(changes)).join('\n')).toContain(message);
});

test.each([['Int'], ['[Boolean]']])('%s is no predicate', (type) => {
  expect(messages(civil(type), withRelease()).join('\n')).toContain('needs a Boolean field without arguments');
});

test('a predicate has no arguments', () => {
  expect(messages(civil('Boolean', 'PREDICATE', 'eligible(above: Int)'), withRelease()).join('\n')).toContain(
    'needs a Boolean field without arguments',
  );
});

test('any other transform is released for one SDL', () => {
  const sdl = civil('Int', 'BAND');
  const pinned = (sdlHash: string | null) => withRelease({ transform: 'BAND', sdlHash });
  expect(messages(sdl, pinned(hashSdl(sdl)))).toEqual([]);
  expect(messages(sdl, pinned(null))).toEqual([expect.stringContaining('is not for this SDL')]);
  expect(messages(sdl, pinned(hashSdl(`${sdl} `)))).toEqual([expect.stringContaining('is not for this SDL')]);
});

test('every owner whose data are in the field signs a release, transitively', () => {
  const population = `${schemaOf('PSB')} type Person @key(fields: "pid") { pid: ID! size: Int ${closed} }`;
  const taxing = `${schemaOf('TAX')} type Query { p: Person ${free} }
    type Person @key(fields: "pid") { pid: ID! ${free} size: Int @external income: Int ${closed} @requires(fields: "size") }`;
  const run = (...releases: ReturnType<typeof release>[]) =>
    check(records, { population, tax: taxing, civil: civil() }, { register: register({ releases }) });
  const from = ['Person.income', 'Person.size'];
  const own = release({ from });
  expect(run(own).map(({ message }) => message)).toEqual([expect.stringContaining('no release of `PSB`')]);
  expect(run(release(), release()).map(({ message }) => message)).toContainEqual(
    expect.stringContaining('does not cover `Person.size`'),
  );
  const both = civil().replace('["R-1"]', '["R-1", "R-2"]');
  const second = release({ id: 'R-2', from, owner: 'PSB', signedBy: 'PSB' });
  const view = register({ releases: [own, second] });
  expect(check(records, { population, tax: taxing, civil: both }, { register: view })).toEqual([]);
});

test('evidence is registered, about this field, and of this owner', () => {
  const population = `${schemaOf('PSB')} type Query { p: Person ${free} }
    type Person { idNumber: String ${closed} @deidentified(technique: "id-number", evidence: "E-1") }`;
  const run = (changes: Parameters<typeof evidence>[0] | null) =>
    brief(
      check(records, { population }, { register: register({ evidence: changes === null ? [] : [evidence(changes)] }) }),
    );
  expect(run({})).toEqual([]);
  expect(run(null)).toEqual(['error population Person.idNumber']);
  expect(run({ coordinate: 'Person.name' })).toEqual(['error population Person.idNumber']);
  expect(run({ owner: 'CIV' })).toEqual(['error population Person.idNumber']);
});
