/** The shape of register.yaml (interface.md); what the law makes a grant state has no default. */
import { z } from 'zod';
import { accessClasses, methods, providerKinds, providerLevels } from '../../../directives/words';

const text = z.string().min(1, 'expected a text that is not empty');
/** Ids stand in logs, URLs and indexes, and must not be names that programs use inwardly. */
const id = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._:-]*$/u,
    'expected letters, digits, `.`, `_`, `:` and `-`, a letter or digit first',
  );
const purpose = z.string().regex(/^[^.\s,]+(\.[^.\s,]+)*$/, 'a purpose code is words joined by dots, such as `a.b`');
const coordinate = z.string().regex(/^[_A-Za-z][_0-9A-Za-z]*\.[_A-Za-z][_0-9A-Za-z]*$/, 'expected `Type.field`');
const sdlHash = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected `sha256:` and 64 hex digits');

const accessClass = z.enum(accessClasses as [(typeof accessClasses)[number]]);
const method = z.enum(methods as [(typeof methods)[number]]);
const route = z.enum(['SHARE', 'OPEN']);

/** Epoch milliseconds; without an offset it would depend on the machine's time zone. */
const instant = z.iso
  .datetime({ offset: true, error: 'expected a time with its offset, such as `2026-01-01T00:00:00+08:00`' })
  .transform((stated) => Date.parse(stated));

const name = z.strictObject({ zh: text, en: text });

const organisation = z.strictObject({
  id,
  kind: z.enum(providerKinds as [(typeof providerKinds)[number]]),
  level: z.enum(providerLevels as [(typeof providerLevels)[number]]),
  region: z.string().regex(/^(?:[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$/, 'expected an administrative code'),
  name: name.optional(),
  subgraphs: z.array(text).nullable().default(null),
});

const client = z.strictObject({
  id,
  organisation: id.nullable().default(null),
  route,
  purposes: z.array(purpose).default([]),
  methods: z.array(method).default(['QUERY']),
  issuer: text.nullable().default(null),
});

const grant = z.strictObject({
  id,
  kind: route,
  provider: id,
  recipient: id,
  fields: z
    .array(
      z.string().regex(/^[_A-Za-z][_0-9A-Za-z]*\.(?:\*|[_A-Za-z][_0-9A-Za-z]*)$/, 'expected `Type.field`, or `Type.*`'),
    )
    .min(1, 'a grant names at least one field'),
  purposes: z.array(purpose).default([]),
  methods: z.array(method).min(1, 'a grant admits at least one method').default(['QUERY']),
  scenario: z.string().default(''),
  scope: z.union([
    z.literal('ALL', { error: 'expected the word `ALL`, or a mapping from `@scope` fields to values' }),
    z.record(text, z.array(z.string()).min(1, 'a scope without values admits no row: write values, or `scope: ALL`')),
  ]),
  processors: z.array(z.strictObject({ organisation: id, instrument: text })).default([]),
  issuedBy: id,
  validFrom: instant,
  validUntil: instant,
  basis: z.array(text).default([]),
  instruments: z
    .strictObject({ commitment: text.nullable().default(null), agreement: text.nullable().default(null) })
    .prefault({}),
  status: z.enum(['ACTIVE', 'SUSPENDED', 'REVOKED']),
});

const classes = z.strictObject({ share: accessClass.optional(), open: accessClass.optional() });
const evidenceBase = { id, owner: id, coordinate, classes };

const evidence = z.discriminatedUnion('kind', [
  z.strictObject({ ...evidenceBase, kind: z.literal('DEIDENTIFICATION'), technique: text }),
  z.strictObject({ ...evidenceBase, kind: z.literal('CONSENT'), holder: text, instrument: text }),
  z.strictObject({ ...evidenceBase, kind: z.literal('DECLASSIFICATION'), organ: text, instrument: text }),
]);

const release = z.strictObject({
  id,
  owner: id,
  from: z.array(coordinate).min(1, 'a release names at least one source'),
  to: coordinate,
  transform: text,
  signedBy: id,
  sdlHash: sdlHash.nullable().default(null),
});

const review = z.strictObject({ subgraph: text, sdlHash, reviewedBy: id });

export const registerShape = z.strictObject({
  organisations: z.array(organisation).default([]),
  purposes: z
    .array(z.strictObject({ code: purpose, name: name.optional(), dpv: text.nullable().default(null) }))
    .default([]),
  clients: z.array(client).default([]),
  grants: z.array(grant).default([]),
  evidence: z.array(evidence).default([]),
  releases: z.array(release).default([]),
  reviews: z.array(review).default([]),
});

export type StatedRegister = z.infer<typeof registerShape>;
