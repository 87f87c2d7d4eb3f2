import { labelAt, type LabelMap } from '../../schema/label-map';
import { emptyRegister, governed, labelsOf, modelsOf } from '../support/governed-subgraphs';

const open = '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")';
const closed = '@share(class: "NONE", basis: ["L"]) @open(class: "NONE", basis: ["L"])';
const conditional = '@share(class: "CONDITIONAL", basis: ["L"]) @open(class: "NONE", basis: ["L"])';
const closedDefaults =
  '@defaults(share: "NONE", open: "NONE", basis: ["D"], conditions: ["C"], scope: ["S"], reason: ["PRIVACY"], purposes: ["aid"])';

/** `A:NONE/NONE B:…`, or what stands for no label. */
function classes(map: LabelMap, coordinate: string): string {
  const label = map.fields[coordinate]?.label;
  if (label == null) return String(label);
  return Object.entries(label.owners)
    .map(([owner, { share, open: opened }]) => `${owner}:${share}/${opened}`)
    .join(' ');
}

describe('own words, defaults and floors', () => {
  test('an unlabelled field carries the defaults', () => {
    const map = labelsOf({ a: governed('A', 'type Query { x: Int }', closedDefaults) });
    expect(map.fields['Query.x']?.label?.owners.A).toEqual({
      share: 'NONE',
      open: 'NONE',
      purposes: ['aid'],
      methods: null,
      conditions: ['C'],
      scope: ['S'],
      basis: ['D'],
      reasons: ['PRIVACY'],
      noOnward: false,
      deidentified: null,
    });
  });

  test("a field's own class replaces the default and inherits the arguments it does not name", () => {
    const map = labelsOf({
      a: governed('A', 'type Query { x: Int @share(class: "CONDITIONAL", basis: ["X"]) }', closedDefaults),
    });
    expect(map.fields['Query.x']?.label?.owners.A).toMatchObject({
      share: 'CONDITIONAL',
      open: 'NONE',
      basis: ['D', 'X'],
      conditions: ['C'],
      purposes: ['aid'],
    });
  });

  test('a class UNCONDITIONAL inherits nothing, and no purposes reach it', () => {
    const map = labelsOf({ a: governed('A', `type Query { x: Int ${open} }`, closedDefaults) });
    expect(map.fields['Query.x']?.label?.owners.A).toMatchObject({
      share: 'UNCONDITIONAL',
      open: 'UNCONDITIONAL',
      basis: [],
      conditions: [],
      scope: [],
      reasons: [],
      purposes: null,
    });
  });

  test('a label on the type is a floor', () => {
    const map = labelsOf({
      a: governed(
        'A',
        `type Query { t: T ${open} }\ntype T @share(class: "CONDITIONAL") @purpose(allow: ["aid"]) @noOnwardTransfer { x: Int ${open} y: Int ${closed} z: Int @purpose(allow: ["aid.payment", "health"]) }`,
      ),
    });
    expect(classes(map, 'T.x')).toBe('A:CONDITIONAL/UNCONDITIONAL');
    expect(map.fields['T.x']?.label?.owners.A).toMatchObject({ purposes: ['aid'], noOnward: true });
    expect(classes(map, 'T.y')).toBe('A:NONE/NONE');
    expect(classes(map, 'T.z')).toBe('null');
  });

  test('without own words or defaults the floor alone is the label', () => {
    const map = labelsOf({ a: governed('A', `type Query { t: T ${open} }\ntype T ${conditional} { x: Int }`) });
    expect(classes(map, 'T.x')).toBe('A:CONDITIONAL/NONE');
  });

  test('half a label is none', () => {
    const map = labelsOf({
      a: governed(
        'A',
        'type Query { x: Int @share(class: "UNCONDITIONAL") y: Int @open(class: "UNCONDITIONAL") z: Int @noOnwardTransfer }',
      ),
    });
    for (const name of ['x', 'y', 'z']) expect(classes(map, `Query.${name}`)).toBe('null');
  });

  test('laxer defaults hold only when reviewed', () => {
    const sdl = governed('A', 'type Query { x: Int }', '@defaults(share: "UNCONDITIONAL", open: "UNCONDITIONAL")');
    expect(classes(labelsOf({ a: sdl }), 'Query.x')).toBe('null');
    const [model] = modelsOf({ a: sdl });
    const reviewed = emptyRegister({ reviews: [{ subgraph: 'a', sdlHash: model?.sdlHash ?? '', reviewedBy: 'X' }] });
    expect(classes(labelsOf({ a: sdl }, reviewed), 'Query.x')).toBe('A:UNCONDITIONAL/UNCONDITIONAL');
  });

  test('defaults that are not in force lend neither class, only their words', () => {
    const sdl = governed(
      'A',
      'type Query { x: Int @open(class: "NONE") y: Int @share(class: "CONDITIONAL") z: Int @share(class: "CONDITIONAL") @open(class: "NONE") }',
      '@defaults(share: "UNCONDITIONAL", open: "UNCONDITIONAL", basis: ["D"])',
    );
    const map = labelsOf({ a: sdl });
    expect(classes(map, 'Query.x')).toBe('null');
    expect(classes(map, 'Query.y')).toBe('null');
    expect(map.fields['Query.z']?.label?.owners.A?.basis).toEqual(['D']);
  });

  test('a composite field falls back on the floor of the type that it returns', () => {
    const map = labelsOf({
      a: governed('A', `type Query { t: T u: U }\ntype T ${conditional} { x: Int }\ntype U { x: Int ${open} }`),
    });
    expect(classes(map, 'Query.t')).toBe('A:CONDITIONAL/NONE');
    expect(classes(map, 'Query.u')).toBe('null');
  });
});

describe("nothing from a subgraph weakens another's label", () => {
  const owner = (label: string) =>
    governed(
      'A',
      `type Query { p: P ${open} }\ntype P @key(fields: "id") { id: ID! ${open} x: Int @shareable ${label} }`,
    );
  const other = (label: string) => governed('B', `type P @key(fields: "id") { id: ID! x: Int @shareable ${label} }`);

  test('two UNCONDITIONAL and one NONE make NONE', () => {
    const third = governed('C', `type P @key(fields: "id") { id: ID! x: Int @shareable ${open} }`);
    const map = labelsOf({ a: owner(closed), b: other(open), c: third });
    expect(classes(map, 'P.x')).toBe('A:NONE/NONE B:UNCONDITIONAL/UNCONDITIONAL C:UNCONDITIONAL/UNCONDITIONAL');
  });

  test('not by a rename', () => {
    const renamed = owner(closed)
      .replace('"@share"', '{name: "@share", as: "@teilen"}')
      .replaceAll('@share(', '@teilen(');
    expect(classes(labelsOf({ a: renamed, b: other(open) }), 'P.x')).toContain('A:NONE/NONE');
  });

  test('not by a copy that says nothing: then nobody has it', () => {
    expect(classes(labelsOf({ a: owner(open), b: other('') }), 'P.x')).toBe('null');
  });

  test('not by a label on an `@external` copy, which can only restrict', () => {
    const external = (label: string) =>
      governed(
        'B',
        `type P @key(fields: "id") { id: ID! x: Int @external ${label} y: Int @requires(fields: "x") ${open} }`,
      );
    expect(classes(labelsOf({ a: owner(closed), b: external(open) }), 'P.x')).toBe(
      'A:NONE/NONE B:UNCONDITIONAL/UNCONDITIONAL',
    );
    expect(classes(labelsOf({ a: owner(open), b: external(closed) }), 'P.x')).toBe(
      'A:UNCONDITIONAL/UNCONDITIONAL B:NONE/NONE',
    );
    expect(classes(labelsOf({ a: owner(''), b: external(open) }), 'P.x')).toBe('null');
    expect(labelsOf({ a: owner(open), b: external('') }).fields['P.x']).toMatchObject({
      externalIn: ['b'],
      resolvedBy: ['a'],
    });
  });

  test('not by a Federation 1 subgraph', () => {
    const federation1 = `extend schema @link(url: "https://specs.lingqu.dev/governance/v1.0", import: ["@provider", "@share", "@open"]) @provider(org: "B", kind: "GOV_DEPT", level: "REGION", region: "45")\nextend type P @key(fields: "id") { id: ID! @external x: Int @external ${open} y: Int @requires(fields: "x") ${open} }`;
    const map = labelsOf({ a: owner(closed), b: federation1 });
    expect(classes(map, 'P.x')).toContain('A:NONE/NONE');
    expect(classes(map, 'P.y')).toBe('A:NONE/NONE B:UNCONDITIONAL/UNCONDITIONAL');
    expect(classes(map, 'P.id')).toBe('A:UNCONDITIONAL/UNCONDITIONAL');
  });

  test.each(['', ', label: "percent(50)"'])(
    'not by `@override`%s, until the former owner has released the field',
    (label) => {
      const taken = governed(
        'B',
        `type P @key(fields: "id") { id: ID! x: Int @override(from: "a"${label}) @shareable ${open} }`,
      );
      const map = labelsOf({ a: owner(closed), b: taken });
      expect(classes(map, 'P.x')).toBe('A:NONE/NONE B:UNCONDITIONAL/UNCONDITIONAL');
      expect(map.fields['P.x']?.resolvedBy).toEqual(['a', 'b']);
      const sdlHash = modelsOf({ b: taken })[0]?.sdlHash ?? '';
      const release = { id: 'R', owner: 'A', signedBy: 'A', from: ['P.x'], to: 'P.x', transform: 'HANDOVER', sdlHash };
      const released = (more: object) =>
        labelsOf({ a: owner(closed), b: taken }, emptyRegister({ releases: [{ ...release, ...more }] }));
      expect(classes(released({}), 'P.x')).toBe('B:UNCONDITIONAL/UNCONDITIONAL');
      for (const wrong of [{ owner: 'B' }, { signedBy: 'B' }, { to: 'P.y' }, { from: [] }, { sdlHash: 'sha256:0' }]) {
        expect(classes(released(wrong), 'P.x')).toContain('A:NONE/NONE');
      }
    },
  );

  test('not by `@provides`', () => {
    const provider = governed(
      'B',
      `type Query { q: P @provides(fields: "x") ${open} }\ntype P @key(fields: "id") { id: ID! x: Int @external }`,
    );
    const map = labelsOf({ a: owner(closed), b: provider });
    expect(classes(map, 'P.x')).toBe('A:NONE/NONE');
    expect(map.fields['P.x']?.bySubgraph).toEqual({ a: expect.anything() as object });
  });

  test('not by `@interfaceObject`', () => {
    const a = governed(
      'A',
      `type Query { m: M ${open} }\ninterface M @key(fields: "id") { id: ID! x: Int @noOnwardTransfer }\ntype T implements M @key(fields: "id") { id: ID! ${open} x: Int ${closed} @shareable }\ntype U implements M @key(fields: "id") { id: ID! ${open} x: Int ${open} @shareable }`,
    );
    const b = governed(
      'B',
      `type M @key(fields: "id") @interfaceObject { id: ID! x: Int @shareable ${open} added: Int ${closed} }`,
    );
    const map = labelsOf({ a, b });
    expect(classes(map, 'T.x')).toBe('A:NONE/NONE B:UNCONDITIONAL/UNCONDITIONAL');
    expect(map.fields['U.x']?.label?.owners.A).toMatchObject({ open: 'UNCONDITIONAL', noOnward: true });
    expect(classes(map, 'T.added')).toBe('B:NONE/NONE');
    expect(classes(map, 'U.added')).toBe('B:NONE/NONE');
    expect(classes(map, 'M.added')).toBe('B:NONE/NONE');
    expect(classes(map, 'M.x')).toBe('A:NONE/NONE B:UNCONDITIONAL/UNCONDITIONAL');
    expect(map.types.M).toMatchObject({ kind: 'INTERFACE', keyedIn: ['a', 'b'] });
    expect(map.fields['T.added']?.resolvedBy).toEqual(['b']);
  });

  test('not by the key of an `@interfaceObject`, which is an echo', () => {
    const a = governed(
      'A',
      `type Query { m: M ${open} }\ninterface M @key(fields: "id") { id: ID! }\ntype T implements M @key(fields: "id") { id: ID! ${conditional} }`,
    );
    const b = (label: string) =>
      governed('B', `type M @key(fields: "id") @interfaceObject { id: ID! ${label} added: Int ${open} }`);
    const map = labelsOf({ a, b: b('') });
    expect(classes(map, 'T.id')).toBe('A:CONDITIONAL/NONE');
    expect(map.fields['T.id']?.resolvedBy).toEqual(['a']);
    expect(classes(labelsOf({ a, b: b(closed) }), 'T.id')).toBe('A:CONDITIONAL/NONE B:NONE/NONE');
  });

  test("an interface's label binds what implements it in another subgraph", () => {
    const a = governed(
      'A',
      `type Query { p: P ${open} }\ninterface N { x: Int }\ntype P implements N @key(fields: "id") { id: ID! ${open} x: Int ${open} }`,
    );
    const b = governed(
      'B',
      `interface N @share(class: "NONE") { x: Int }\ntype P implements N @key(fields: "id") { id: ID! x: Int @external }`,
    );
    expect(classes(labelsOf({ a, b }), 'P.x')).toBe('A:UNCONDITIONAL/UNCONDITIONAL B:NONE/NONE');
  });
});

describe('keys', () => {
  const origin = (key: string, defaults = '') =>
    governed('A', `type Query { p: P ${open} }\ntype P @key(fields: "id") { id: ID! ${key} n: Int ${open} }`, defaults);

  test('a subgraph that only echoes a key adds nothing to its label', () => {
    const echo = governed('B', 'type P @key(fields: "id") { id: ID! y: Int }', closedDefaults);
    const map = labelsOf({ a: origin(conditional), b: echo });
    expect(classes(map, 'P.id')).toBe('A:CONDITIONAL/NONE');
    expect(classes(map, 'P.y')).toBe('B:NONE/NONE');
    expect(map.fields['P.id']).toMatchObject({ resolvedBy: ['a', 'b'] });
    expect(Object.keys(map.fields['P.id']?.bySubgraph ?? {})).toEqual(['a', 'b']);
  });

  test('a mere reference adds nothing, a subgraph that yields keys of its own does', () => {
    const yielding = (resolvable: string) =>
      governed(
        'B',
        `type Query { q: P ${open} }\ntype P @key(fields: "id"${resolvable}) { id: ID! y: Int ${open} }`,
        closedDefaults,
      );
    expect(classes(labelsOf({ a: origin(conditional), b: yielding(', resolvable: false') }), 'P.id')).toBe(
      'A:CONDITIONAL/NONE',
    );
    expect(classes(labelsOf({ a: origin(conditional), b: yielding('') }), 'P.id')).toBe(
      'A:CONDITIONAL/NONE B:NONE/NONE',
    );
  });

  test('a label written on a copy counts', () => {
    const labelled = governed('B', `type P @key(fields: "id") { id: ID! ${closed} y: Int ${open} }`);
    expect(classes(labelsOf({ a: origin(open), b: labelled }), 'P.id')).toBe(
      'A:UNCONDITIONAL/UNCONDITIONAL B:NONE/NONE',
    );
  });

  test('where all copies are bare there is no label', () => {
    const echo = governed('B', `type P @key(fields: "id") { id: ID! y: Int ${open} }`);
    const map = labelsOf({ a: origin(''), b: echo });
    expect(classes(map, 'P.id')).toBe('null');
    expect(map.fields['P.id']?.bySubgraph).toEqual({ a: null, b: null });
  });
});

describe('value types', () => {
  test('only subgraphs that can resolve the parent field bind', () => {
    const money = (org: string, root: string, label: string) =>
      governed(org, `type Query { ${root}: Money ${open} }\ntype Money { amount: Int @shareable ${label} }`);
    const map = labelsOf({ a: money('A', 'a', closed), b: money('B', 'b', open) });
    expect(classes(map, 'Money.amount')).toContain('A:NONE/NONE');
    expect(Object.keys(labelAt(map, 'Money.amount', new Set(['b']))?.owners ?? {})).toEqual(['B']);
    expect(Object.keys(labelAt(map, 'Money.amount', new Set(['a', 'b']))?.owners ?? {})).toEqual(['A', 'B']);
  });
});

describe('derived fields', () => {
  const tax = governed(
    'A',
    `type Query { p: P ${open} }\ntype P @key(fields: "id") { id: ID! ${open} income: Int ${conditional} @noOnwardTransfer @deidentified(technique: "band:1000", share: "UNCONDITIONAL", evidence: "E") }`,
  );
  const civil = (field: string) =>
    governed('B', `type P @key(fields: "id") { id: ID! income: Int @external ${field} }`);
  const requires = civil(`eligible: Boolean @requires(fields: "income") ${open}`);
  const evidence = [
    {
      id: 'E',
      kind: 'DEIDENTIFICATION',
      owner: 'A',
      coordinate: 'P.income',
      technique: 'band:1000',
      classes: { share: 'UNCONDITIONAL' },
      holder: null,
      organ: null,
      instrument: null,
    },
  ] as const;
  const release = {
    id: 'R',
    owner: 'A',
    from: ['P.income'],
    to: 'P.eligible',
    transform: 'PREDICATE',
    signedBy: 'A',
    sdlHash: null,
  };

  test("carry their sources' policies, without the sources' masked forms", () => {
    const map = labelsOf({ a: tax, b: requires }, emptyRegister({ evidence }));
    expect(map.fields['P.income']?.label?.owners.A?.deidentified).toMatchObject({
      technique: 'band:1000',
      open: 'NONE',
    });
    expect(classes(map, 'P.eligible')).toBe('A:CONDITIONAL/NONE B:UNCONDITIONAL/UNCONDITIONAL');
    expect(map.fields['P.eligible']?.label?.owners.A).toMatchObject({ noOnward: true, deidentified: null });
    expect(map.fields['P.eligible']?.sources).toEqual(['P.income']);
  });

  test('`@derived` does the same for what no `@requires` shows', () => {
    const derived = civil(
      `z: Int @requires(fields: "income") ${closed} score: Int @derived(from: ["P.z"], transform: "SUM") ${open}`,
    );
    const map = labelsOf({ a: tax, b: derived });
    expect(map.fields['P.score']?.sources).toEqual(['P.income', 'P.z']);
    expect(classes(map, 'P.score')).toBe('A:CONDITIONAL/NONE B:NONE/NONE');
  });

  test('a signed release of the owner takes its policy off', () => {
    expect(classes(labelsOf({ a: tax, b: requires }, emptyRegister({ releases: [release] })), 'P.eligible')).toBe(
      'B:UNCONDITIONAL/UNCONDITIONAL',
    );
  });

  test.each([
    ['of another owner', { owner: 'B' }],
    ['signed by another', { signedBy: 'B' }],
    ['about another field', { to: 'P.other' }],
    ['that does not cover the sources', { from: ['P.id'] }],
    ['of another transform without the SDL', { transform: 'SUM' }],
    ['of another transform for another SDL', { transform: 'SUM', sdlHash: 'sha256:0' }],
  ])('a release %s changes nothing', (_name, wrong) => {
    const register = emptyRegister({ releases: [{ ...release, ...wrong }] });
    expect(classes(labelsOf({ a: tax, b: requires }, register), 'P.eligible')).toContain('A:CONDITIONAL/NONE');
  });

  test.each([
    ['an Int', 'eligible: Int'],
    ['a field with arguments', 'eligible(over: Int): Boolean'],
    ['a list', 'eligible: [Boolean]'],
  ])('PREDICATE releases nothing of %s', (_name, field) => {
    const sdl = civil(`${field} @requires(fields: "income") ${open}`);
    expect(classes(labelsOf({ a: tax, b: sdl }, emptyRegister({ releases: [release] })), 'P.eligible')).toContain(
      'A:CONDITIONAL/NONE',
    );
  });

  test('another transform is released for the SDL that was signed', () => {
    const sdl = civil(`eligible: Int @requires(fields: "income") ${open}`);
    const sdlHash = modelsOf({ b: sdl })[0]?.sdlHash ?? '';
    const register = emptyRegister({ releases: [{ ...release, transform: 'SUM', sdlHash }] });
    expect(classes(labelsOf({ a: tax, b: sdl }, register), 'P.eligible')).toBe('B:UNCONDITIONAL/UNCONDITIONAL');
  });

  test('fields derived from each other in a circle settle', () => {
    const circle = civil(
      `x: Int @derived(from: ["P.y"], transform: "T") ${open} y: Int @derived(from: ["P.x", "P.income"], transform: "T") ${open} w: Int @requires(fields: "income") ${open}`,
    );
    expect(classes(labelsOf({ a: tax, b: circle }), 'P.x')).toBe('A:CONDITIONAL/NONE B:UNCONDITIONAL/UNCONDITIONAL');
  });

  test('a release must cover every source, those of other owners and of sources included', () => {
    const two = civil(
      `z: Int @requires(fields: "income") ${closed} eligible: Boolean @derived(from: ["P.z"], transform: "PREDICATE") ${open}`,
    );
    const released = (from: string[]) =>
      classes(labelsOf({ a: tax, b: two }, emptyRegister({ releases: [{ ...release, from }] })), 'P.eligible');
    expect(released(['P.z', 'P.income'])).toBe('B:NONE/NONE');
    expect(released(['P.income'])).toBe('A:CONDITIONAL/NONE B:NONE/NONE');
    expect(released(['P.z'])).toBe('A:CONDITIONAL/NONE B:NONE/NONE');
  });

  test("the deriving organisation's own masked form stays", () => {
    const sdl = governed(
      'A',
      `type Query { p: P ${open} }\ntype P @key(fields: "id") { id: ID! ${open} born: String ${closed} year: String @derived(from: ["P.born"], transform: "YEAR") ${closed} @deidentified(technique: "redact", share: "UNCONDITIONAL", evidence: "Y") }`,
    );
    const own = { ...evidence[0], id: 'Y', coordinate: 'P.year', technique: 'redact' };
    const map = labelsOf({ a: sdl }, emptyRegister({ evidence: [own] }));
    expect(map.fields['P.year']?.label?.owners.A?.deidentified).toMatchObject({ technique: 'redact' });
  });

  test('a source without a label leaves the derived field without one', () => {
    const unlabelled = governed(
      'A',
      `type Query { p: P ${open} }\ntype P @key(fields: "id") { id: ID! ${open} income: Int }`,
    );
    expect(classes(labelsOf({ a: unlabelled, b: requires }), 'P.eligible')).toBe('null');
  });
});

describe('masked forms', () => {
  const sdl = governed(
    'A',
    `type Query { n: String ${closed} @deidentified(technique: "name", share: "UNCONDITIONAL", open: "CONDITIONAL", evidence: "E") }`,
  );
  const evidence = {
    id: 'E',
    kind: 'DEIDENTIFICATION',
    owner: 'A',
    coordinate: 'Query.n',
    technique: 'name',
    classes: { share: 'UNCONDITIONAL', open: 'CONDITIONAL' },
    holder: null,
    organ: null,
    instrument: null,
  } as const;
  const mask = (more: object, text = sdl) =>
    labelsOf({ a: text }, emptyRegister({ evidence: [{ ...evidence, ...more }] })).fields['Query.n']?.label?.owners.A
      ?.deidentified;

  test('a claim with its evidence counts, and never changes the raw classes', () => {
    expect(mask({})).toEqual({ technique: 'name', share: 'UNCONDITIONAL', open: 'CONDITIONAL', evidence: 'E' });
    expect(classes(labelsOf({ a: sdl }, emptyRegister({ evidence: [evidence] })), 'Query.n')).toBe('A:NONE/NONE');
  });

  test.each([
    ['no record', { id: 'F' }],
    ['another kind', { kind: 'CONSENT' }],
    ['another owner', { owner: 'B' }],
    ['another coordinate', { coordinate: 'Query.m' }],
    ['another technique', { technique: 'phone' }],
    ['stricter classes', { classes: { share: 'UNCONDITIONAL' } }],
  ])('a claim with %s is dropped', (_name, more) => {
    expect(mask(more)).toBeNull();
  });

  test('a claim that the type cannot bear is dropped', () => {
    expect(mask({}, sdl.replace('n: String', 'n: Int'))).toBeNull();
    expect(mask({}, sdl.replace('n: String', 'n(a: Int): String'))).toBeNull();
  });
});

describe('types', () => {
  test('existence labels, subjects, scopes and keys are joined over subgraphs', () => {
    const a = governed(
      'A',
      `type Query { p: P ${open} }\ninterface N @share(class: "CONDITIONAL") { id: ID! }\ntype P implements N @key(fields: "id") @subject(kind: "PERSON", key: "id") @scope(by: "region", kind: "REGION") ${closed} { id: ID! region: String }`,
    );
    const b = governed(
      'B',
      `type P @key(fields: "id", resolvable: false) @scope(by: "office", kind: "EQUALS") { id: ID! office: String ${open} }`,
    );
    const map = labelsOf({ a, b });
    expect(map.types.P).toMatchObject({
      kind: 'OBJECT',
      subject: { kind: 'PERSON', key: 'id' },
      scopes: { A: { by: 'region', kind: 'REGION' }, B: { by: 'office', kind: 'EQUALS' } },
      keyedIn: ['a'],
      keys: { a: ['id'], b: ['id'] },
      bySubgraph: { a: { owners: { A: { share: 'NONE' } } }, b: null },
    });
    expect(map.types.P?.label?.owners.A?.share).toBe('NONE');
    expect(map.types.N?.label?.owners.A).toMatchObject({ share: 'CONDITIONAL', open: 'CONDITIONAL' });
  });

  test('an organisation that names two scope fields has named none', () => {
    const one = (by: string) =>
      governed(
        'A',
        `type Query { ${by}: Int ${open} }\ntype P @key(fields: "id") @scope(by: "${by}", kind: "EQUALS") { id: ID! ${open} ${by}: Int ${open} }`,
      );
    expect(labelsOf({ a: one('x'), b: one('y') }).types.P?.scopes).toEqual({});
  });
});
