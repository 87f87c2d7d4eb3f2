import { cannotMask, parseTechnique, type MaskableType, type Technique } from '../../directives/technique';

const text: MaskableType = { namedType: 'String', kind: 'SCALAR', nonNull: false };
const technique = (name: string): Technique => {
  const parsed = parseTechnique(name);
  if (parsed === null) throw new Error(name);
  return parsed;
};

test.each([
  '',
  'Name',
  'blur',
  'band',
  'band:',
  'band:0',
  'band:1',
  'band:-2',
  'band:1.5',
  'band:01',
  'band:1e3',
  'band:2 ',
  'constructor',
])('%p is no technique', (name) => {
  expect(parseTechnique(name)).toBeNull();
});

test('a band has a width of 2 or more', () => {
  expect(parseTechnique('band:2')).toEqual({ kind: 'band', width: 2 });
  expect(parseTechnique('band:1000')).toEqual({ kind: 'band', width: 1000 });
});

test.each(['id-number', 'name', 'phone', 'address-county', 'region-city', 'date-year', 'date-month', 'pseudonym'])(
  '`%s` masks texts and nothing that a text would break',
  (name) => {
    for (const namedType of ['String', 'ID', 'ResidentNumber'])
      expect(cannotMask(technique(name), { ...text, namedType })).toBeNull();
    expect(cannotMask(technique(name), { ...text, nonNull: true })).toBeNull();
    for (const namedType of ['Int', 'Float', 'Boolean', 'Date', 'DateTime', 'PhoneNumber']) {
      expect(cannotMask(technique(name), { ...text, namedType })).toContain('make the field a `String`');
    }
    expect(cannotMask(technique(name), { ...text, kind: 'ENUM' })).not.toBeNull();
    expect(cannotMask(technique(name), { ...text, kind: 'COMPOSITE' })).not.toBeNull();
  },
);

test('`band:N` masks numbers, and numbers in texts', () => {
  for (const namedType of ['Int', 'Float', 'String'])
    expect(cannotMask(technique('band:10'), { ...text, namedType })).toBeNull();
  expect(cannotMask(technique('band:10'), { ...text, namedType: 'Boolean' })).not.toBeNull();
});

test('`redact` masks any nullable leaf', () => {
  for (const kind of ['SCALAR', 'ENUM'] as const)
    expect(cannotMask(technique('redact'), { namedType: 'Date', kind, nonNull: false })).toBeNull();
  expect(cannotMask(technique('redact'), { ...text, nonNull: true })).toContain('make the field nullable');
  expect(cannotMask(technique('redact'), { ...text, kind: 'COMPOSITE' })).not.toBeNull();
});
