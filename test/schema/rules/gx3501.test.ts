import { flows } from '../../../schema/rules/gx3501-flows';
import { brief, check, closed, conditional, free, grant, register, schemaOf } from '../../support/rule-context';

/** Public security's persons; every test says how the keys and the fields are labelled. */
const population = (labels: { pid?: string; idNumber?: string; name?: string; root?: string }) => `${schemaOf('PSB')}
  type Query { person: Person ${labels.root ?? free} }
  type Person @key(fields: "pid") @key(fields: "idNumber") {
    pid: ID! ${labels.pid ?? free}
    idNumber: ID! ${labels.idNumber ?? free}
    name(above: Int @influences(fields: ["Person.idNumber"])): String ${labels.name ?? free} }`;
const civil = (fields: string, consumes = '', keys = '@key(fields: "pid")') =>
  `${schemaOf('CIV', consumes)} type Person ${keys} { ${fields} }`;
const benefit = `pid: ID! benefit: Int ${free}`;
const consumes = (field: string, more = '') => `@consumes(fields: ["${field}"], purpose: "welfare"${more})`;
const granted = (...changes: readonly Parameters<typeof grant>[0][]) => ({
  register: register({ grants: changes.map((each) => grant(each)) }),
});
const open = { pid: free, idNumber: closed };
/** Shared with departments for any of their purposes, and not open. */
const shared = '@share(class: "UNCONDITIONAL") @open(class: "NONE", basis: ["B"], reason: ["PRIVACY"])';

describe('keys', () => {
  test('an openly unconditional key needs no declaration', () => {
    expect(check(flows, { population: population(open), civil: civil(benefit) })).toEqual([]);
  });

  test('a field that only an undeclared key reaches is unreachable, and the finding stands there', () => {
    const findings = check(flows, { population: population({ pid: conditional }), civil: civil(benefit) });
    expect(brief(findings)).toEqual(['error civil Person.benefit']);
    expect(findings[0]).toMatchObject({ code: 'GX3501', article: '34, 35', line: 2 });
    expect(findings[0]?.fix).toBe('extend schema @consumes(fields: ["Person.pid"], purpose: "welfare")');
  });

  test('the proposed line names the grant that covers it', () => {
    const sdls = { population: population({ pid: conditional }), civil: civil(benefit) };
    expect(check(flows, sdls, granted({}))[0]?.fix).toContain('purpose: "welfare", grant: "G-1"');
  });

  test('so is one that only a NONE key reaches, declared or not', () => {
    const sdls = (line: string) => ({ population: population({ pid: closed }), civil: civil(benefit, line) });
    expect(brief(check(flows, sdls('')))).toEqual(['error civil Person.benefit']);
    expect(brief(check(flows, sdls(consumes('Person.pid'))))).toEqual([
      'error civil Person.benefit',
      'error civil Person.pid',
    ]);
  });

  test('a declared and granted key is accepted', () => {
    const sdls = {
      population: population({ pid: conditional }),
      civil: civil(benefit, consumes('Person.pid', ', grant: "G-1"')),
    };
    expect(check(flows, sdls, granted({}))).toEqual([]);
  });

  test('an undeclared or NONE key beside a lawful one is left out of planning, with a warning', () => {
    const both = civil(`idNumber: ID! ${benefit}`, '', '@key(fields: "idNumber") @key(fields: "pid")');
    for (const idNumber of [conditional, closed]) {
      const findings = check(flows, { population: population({ idNumber }), civil: both });
      expect(brief(findings)).toEqual(['warning civil Person.idNumber']);
      expect(findings[0]?.message).toContain('left out of planning');
    }
    expect(check(flows, { population: population({}), civil: both })).toEqual([]);
  });

  test('a firm receives by opening, whatever is shared with departments', () => {
    const firm = `${schemaOf('FIRM')} type Person @key(fields: "pid") { pid: ID! offer: Int ${free} }`;
    expect(brief(check(flows, { population: population({ pid: shared }), firm }))).toEqual(['error firm Person.offer']);
  });
});

describe('consumes', () => {
  const line = (field: string, more = '', purpose = 'welfare') =>
    civil(benefit, consumes(field, more).replace('"welfare"', `"${purpose}"`));
  const run = (labels: Parameters<typeof population>[0], sdl: string, options = granted()) =>
    check(flows, { population: population({ ...open, ...labels }), civil: sdl }, options);

  test('an unknown or a NONE field is refused at its line', () => {
    expect(brief(run({}, line('Person.nmae')))).toEqual(['error civil Person.nmae']);
    const findings = run({}, line('Person.idNumber'));
    expect(brief(findings)).toEqual(['error civil Person.idNumber']);
    expect(findings[0]?.line).toBe(1);
  });

  test('a purpose that the field does not allow is refused', () => {
    expect(brief(run({ name: conditional }, line('Person.name', ', grant: "G-1"', 'health')))).toEqual([
      'error civil Person.name',
    ]);
  });

  test.each([
    ['missing', '', [{ fields: ['Person.name'] }]],
    ['unknown', ', grant: "G-2"', [{ fields: ['Person.name'] }]],
    ['suspended', ', grant: "G-1"', [{ fields: ['Person.name'], status: 'SUSPENDED' }]],
    ['past', ', grant: "G-1"', [{ fields: ['Person.name'], validUntil: 1 }]],
    ['about another field', ', grant: "G-1"', [{ fields: ['Person.pid'] }]],
    ['to another recipient', ', grant: "G-1"', [{ fields: ['Person.name'], recipient: 'TAX' }]],
    ['of another provider', ', grant: "G-1"', [{ fields: ['Person.name'], provider: 'TAX' }]],
    ['for another purpose', ', grant: "G-1"', [{ fields: ['Person.name'], purposes: ['health'] }]],
    ['of the other route', ', grant: "G-1"', [{ fields: ['Person.name'], kind: 'OPEN' }]],
  ] as const)('a grant that is %s draws a warning: the register can change', (_, more, grants) => {
    const findings = run({ name: conditional }, line('Person.name', more), granted(...grants));
    expect(brief(findings)).toEqual(['warning civil Person.name']);
  });

  test('a grant in force that covers the field is accepted, what needs none as well', () => {
    expect(
      run({ name: conditional }, line('Person.name', ', grant: "G-1"'), granted({ fields: ['Person.name'] })),
    ).toEqual([]);
    expect(run({ name: shared }, line('Person.name'))).toEqual([]);
  });

  test('where no grant is needed a client of the receiver is registered for the purpose', () => {
    expect(brief(run({ name: shared }, line('Person.name', '', 'health')))).toEqual(['warning civil Person.name']);
  });

  test('what may not be passed on is had under a grant only', () => {
    expect(brief(run({ name: `${shared} @noOnwardTransfer` }, line('Person.name')))).toEqual([
      'warning civil Person.name',
    ]);
  });
});

describe('field sets', () => {
  const requires = (consumed = '', name = 'name') =>
    civil(`pid: ID! name(above: Int): String @external benefit: Int ${free} @requires(fields: "${name}")`, consumed);

  test('a required field that is not open is declared', () => {
    const labels = { ...open, name: shared };
    const findings = check(flows, { population: population(labels), civil: requires() });
    expect(brief(findings)).toEqual(['error civil Person.benefit']);
    expect(findings[0]?.fix).toContain('"Person.name"');
    expect(check(flows, { population: population(labels), civil: requires(consumes('Person.name')) })).toEqual([]);
    expect(check(flows, { population: population(open), civil: requires() })).toEqual([]);
  });

  test('so is a provided one', () => {
    const provides = (consumed: string) => `${schemaOf('CIV', consumed)}
      type Query { case: Person ${free} @provides(fields: "nick") }
      type Person @key(fields: "pid") { pid: ID! nick: String @external }`;
    const owner = (label: string) => population(open).replace('name(', `nick: String @shareable ${label}\n name(`);
    expect(brief(check(flows, { population: owner(shared), civil: provides('') }))).toEqual(['error civil Query.case']);
    expect(check(flows, { population: owner(shared), civil: provides(consumes('Person.nick')) })).toEqual([]);
    expect(check(flows, { population: owner(free), civil: provides('') })).toEqual([]);
  });

  test('a written argument may not reveal what the receiver may not have raw', () => {
    const sdl = requires('', 'name(above: 3)');
    expect(brief(check(flows, { population: population({ idNumber: closed }), civil: sdl }))).toEqual([
      'error civil Person.benefit',
    ]);
    expect(check(flows, { population: population({ idNumber: free }), civil: sdl })).toEqual([]);
    expect(check(flows, { population: population({ idNumber: closed }), civil: requires() })).toEqual([]);
  });
});

describe('composite fields', () => {
  const root = (label: string, consumed = '') => ({
    population: population({ ...open, root: label }),
    civil: civil(benefit, consumed),
  });

  test('one that hands an open key on undeclared is warned about', () => {
    const findings = check(flows, root(shared));
    expect(brief(findings)).toEqual(['warning population Query.person']);
    expect(findings[0]?.fix).toContain('@consumes(fields: ["Query.person"]');
    expect(check(flows, root(free))).toEqual([]);
    expect(check(flows, root(shared, consumes('Query.person')))).toEqual([]);
  });

  test('one that borrows the declaration of its key is declared', () => {
    const sdls = {
      population: population({ pid: shared, root: shared, idNumber: closed }),
      civil: civil(benefit, consumes('Person.pid')),
    };
    expect(check(flows, sdls)).toEqual([]);
  });

  test('one of class NONE cannot be handed on', () => {
    expect(brief(check(flows, root(closed)))).toEqual(['warning population Query.person']);
  });

  test('one whose borrowed purpose does not fit this receiver is left to the run time', () => {
    const narrow = conditional.replace('"welfare"', '"health"');
    const labels = { pid: shared, root: narrow, idNumber: closed };
    expect(check(flows, { population: population(labels), civil: civil(benefit, consumes('Person.pid')) })).toEqual([]);
  });
});
