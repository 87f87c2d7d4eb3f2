/** Cases that a lawyer could add to: every file under `cases/` is run, and together they show every reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Label, OwnerPolicy } from '../../../directives/label';
import { decide } from '../../../gateway/policy/decide';
import type { Decision, DisclosureRequest } from '../../../gateway/policy/decision';
import type { Grant } from '../../../gateway/policy/grant';
import { gxDraftRev } from '../../../gateway/policy/law-profiles/gx-draft-rev';
import { registerGrants } from '../../../gateway/policy/register-grants';
import { naiveDecide } from './naive-decide';

const accessClass = z.enum(['UNCONDITIONAL', 'CONDITIONAL', 'NONE']);
const method = z.enum(['QUERY', 'MUTATE']);
const route = z.enum(['SHARE', 'OPEN']);
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);

const policy = z.strictObject({
  share: accessClass,
  open: accessClass,
  purposes: z.array(z.string()).nullable().default(null),
  methods: z.array(method).nullable().default(null),
  noOnward: z.boolean().default(false),
  masked: z.strictObject({ technique: z.string(), share: accessClass, open: accessClass }).optional(),
});

const grant = z.strictObject({
  id: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  kind: route.optional(),
  fields: z.array(z.string()).default(['Person.field']),
  purposes: z.array(z.string()).optional(),
  methods: z.array(method).default(['QUERY', 'MUTATE']),
  scope: z.union([z.literal('ALL'), z.record(z.string(), z.array(z.string()))]).default('ALL'),
  processors: z.array(z.string()).default([]),
  validFrom: day.default('2026-01-01'),
  validUntil: day.default('2027-01-01'),
  commitment: z.literal('missing').optional(),
  agreement: z.literal('missing').optional(),
  status: z.enum(['ACTIVE', 'SUSPENDED', 'REVOKED']).default('ACTIVE'),
});

const lawCase = z.strictObject({
  title: z.string(),
  asks: z.strictObject({
    organisation: z.string().optional(),
    route,
    purpose: z.string().optional(),
    registered: z.array(z.string()).optional(),
    method: method.default('QUERY'),
    with: z.array(z.string()).default([]),
    sources: z.array(z.string()).default([]),
  }),
  label: z.record(z.string(), policy).nullable(),
  grants: z.array(grant).default([]),
  at: day.default('2026-06-01'),
  expected: z.string().regex(/^(permit|mask \S+|deny [A-Z_]+)$/),
  article: z.string().optional(),
  owner: z.string().optional(),
  grants_used: z.array(z.string()).optional(),
  masked_by: z.array(z.string()).optional(),
  scope: z.record(z.string(), z.array(z.string())).optional(),
  onward: z.enum(['bound', 'free']).optional(),
  until: z.union([day, z.literal('never')]).optional(),
});

const topic = z.strictObject({ topic: z.string(), article: z.string(), cases: z.array(lawCase).min(1) });

type LawCase = z.infer<typeof lawCase>;

const directory = join(__dirname, 'cases');
const files = readdirSync(directory).filter((name) => name.endsWith('.yaml'));
const topics = files.map((name) => topic.parse(parse(readFileSync(join(directory, name), 'utf8'))));

const epoch = (text: string): number => Date.parse(`${text}T00:00:00+08:00`);

function labelOf(aCase: LawCase): Label | null {
  if (aCase.label === null) return null;
  const owners = Object.entries(aCase.label).map(([owner, { masked, ...stated }]): [string, OwnerPolicy] => [
    owner,
    {
      ...stated,
      conditions: [],
      scope: [],
      basis: [],
      reasons: [],
      deidentified: masked === undefined ? null : { ...masked, evidence: 'E-1' },
    },
  ]);
  return { owners: Object.fromEntries(owners), grade: null };
}

function grantsOf({ asks, label, grants }: LawCase): Grant[] {
  return grants.map(({ from, to, kind, purposes, commitment, agreement, processors, ...stated }) => ({
    ...stated,
    kind: kind ?? asks.route,
    provider: from ?? Object.keys(label ?? {})[0] ?? 'nobody',
    recipient: to ?? asks.organisation ?? 'nobody',
    purposes: purposes ?? (asks.purpose === undefined ? [] : [asks.purpose]),
    scenario: 'a case',
    processors: processors.map((organisation) => ({ organisation, instrument: 'contract' })),
    issuedBy: '45-BDA',
    validFrom: epoch(stated.validFrom),
    validUntil: epoch(stated.validUntil),
    basis: ['a law'],
    instruments: { commitment: commitment ? null : 'c', agreement: agreement ? null : 'a' },
  }));
}

function requestOf({ asks }: LawCase): DisclosureRequest {
  return {
    recipient: asks.organisation ?? null,
    route: asks.route,
    registeredPurposes: asks.registered ?? (asks.purpose === undefined ? [] : [asks.purpose]),
    purpose: asks.purpose ?? null,
    method: asks.method,
    foreignParties: asks.with,
    coordinate: 'Person.field',
    alternatives: asks.sources,
  };
}

/** What a case says of a decision, in the words of a case. */
function told(decision: Decision): Readonly<Record<string, unknown>> {
  const until = decision.validUntil;
  const common = { until: until === null ? 'never' : new Date(until + 8 * 3_600_000).toISOString().slice(0, 10) };
  if (decision.outcome === 'deny') {
    const { reason, article, owner } = decision;
    return { ...common, expected: `deny ${reason}`, article, owner };
  }
  return {
    ...common,
    expected: decision.outcome === 'mask' ? `mask ${decision.technique}` : 'permit',
    grants_used: decision.grants,
    masked_by: decision.outcome === 'mask' ? decision.maskedBy : undefined,
    scope: Object.fromEntries(decision.scopes.map(({ owner, anyOf }) => [owner, anyOf.map(({ grant: id }) => id)])),
    onward: decision.obligations.noOnwardTransfer ? 'bound' : 'free',
  };
}

describe.each(topics)('Art. $article: $topic', ({ cases }) => {
  test.each(cases)('$title', (aCase) => {
    const grants = grantsOf(aCase);
    const request = requestOf(aCase);
    const snapshot = registerGrants({ grants }).current();
    const decision = decide(labelOf(aCase), request, snapshot, epoch(aCase.at), gxDraftRev);

    const answer = told(decision);
    const asked = ['expected', 'article', 'owner', 'grants_used', 'masked_by', 'scope', 'onward', 'until'] as const;
    const stated = asked.filter((key) => aCase[key] !== undefined);
    expect(stated.map((key) => [key, answer[key]])).toEqual(stated.map((key) => [key, aCase[key]]));
    expect(naiveDecide(labelOf(aCase), request, grants, epoch(aCase.at))).toEqual(decision);
  });
});

test('the cases show every reason that decide() can give', () => {
  const shown = new Set(topics.flatMap(({ cases }) => cases.map(({ expected }) => expected.replace('deny ', ''))));
  expect([...shown]).toEqual(
    expect.arrayContaining([
      'UNCLASSIFIED',
      'PURPOSE_REQUIRED',
      'PURPOSE_NOT_ALLOWED',
      'GRANT_REQUIRED',
      'GRANT_SUSPENDED',
      'GRANT_EXPIRED',
      'NOT_SHARED',
      'NOT_OPEN',
      'AGREEMENT_REQUIRED',
      'METHOD_NOT_ALLOWED',
      'ONWARD_TRANSFER',
      'permit',
    ]),
  );
});
