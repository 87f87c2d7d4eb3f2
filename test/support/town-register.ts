/** Who is who in the lawful town, and what was granted to whom. */
import type { Evidence } from '../../directives/record';
import type { Grant } from '../../gateway/policy/grant';
import type { Register } from '../../gateway/policy/register';
import { grant } from './hand-made-supergraph';
import { client, organisation, registerWith } from './start-gateway';

const personFields = [
  'Person.pid',
  'Person.id',
  'Person.idNumber',
  'Person.name',
  'Person.address',
  'Person.birth',
  'Person.phone',
  'Person.nickname',
  'Person.card',
  'Card.number',
  'Person.household',
  'Person.friends',
  'Mutation.rename',
];

function share(id: string, provider: string, recipient: string, changes: Partial<Grant>): Grant {
  return grant({
    id,
    provider,
    recipient,
    purposes: ['aid'],
    methods: ['QUERY', 'MUTATE'],
    validUntil: 4_000_000_000_000,
    ...changes,
  });
}

export const townGrants: readonly Grant[] = [
  share('G-CIV-PSB', 'PSB', 'CIV', {
    fields: personFields,
    processors: [{ organisation: 'PRO', instrument: 'sha256:invented' }],
  }),
  share('G-CIV-TAX', 'TAX', 'CIV', { fields: ['Person.income', 'Person.taxNote'] }),
  share('G-CIV-WAT', 'WAT', 'CIV', { fields: ['HomeAccount.holder', 'HomeAccount.usage'] }),
  share('G-TAX-PSB', 'PSB', 'TAX', { fields: personFields, purposes: ['tax'] }),
  share('G-HOS-PSB', 'PSB', 'HOS', {
    fields: ['Person.pid', 'Person.name', 'Person.friends', 'Person.household'],
    purposes: ['health'],
  }),
  // A city's bureau: its own city only, and this city's rows of others.
  share('G-NAN-PSB', 'PSB', 'NAN', { fields: personFields, scope: { region: ['450100'] } }),
  share('G-NAN-TAX', 'TAX', 'NAN', { fields: ['Person.income'] }),
  share('G-NAN-HOS', 'HOS', 'NAN', {
    fields: ['Visit.ward', 'Visit.id', 'Visit.patient', 'Person.visits', 'Person.blood', 'Person.city'],
    purposes: ['health'],
    scope: { region: ['450100'] },
  }),
  share('G-DEV-TAX', 'TAX', 'DEV', {
    kind: 'OPEN',
    fields: ['Company.revenue'],
    purposes: [],
    methods: ['QUERY'],
    instruments: { commitment: 'sha256:invented', agreement: 'sha256:invented' },
  }),
];

function evidence(id: string, field: string, technique: string, open?: 'UNCONDITIONAL'): Evidence {
  return {
    id,
    kind: 'DEIDENTIFICATION',
    owner: 'PSB',
    coordinate: `Person.${field}`,
    technique,
    classes: { share: 'UNCONDITIONAL', ...(open === undefined ? {} : { open }) },
    holder: null,
    organ: null,
    instrument: null,
  };
}

/**
 * Clients: `police` (PSB), `taxman` (TAX), `desk` (CIV, granted much for aid), `hospital` (HOS, for health), `water` (WAT), `city` (NAN, granted 4501
 * only), `stranger` (STA, a department without grants), `developer` (DEV, a company with an agreement), `company` (COM, one without).
 */
export const townRegister: Register = registerWith({
  organisations: [
    ...['PSB', 'TAX', 'CIV', 'STA', 'PRO'].map((id) => organisation(id)),
    organisation('NAN', { level: 'CITY', region: '450100' }),
    organisation('HOS', { kind: 'PUBLIC_SERVICE_ORG' }),
    organisation('WAT', { kind: 'PUBLIC_SERVICE_ORG' }),
    organisation('DEV', { kind: 'NON_PUBLIC' }),
    organisation('COM', { kind: 'NON_PUBLIC' }),
  ],
  purposes: new Set(['aid', 'health', 'tax', 'audit']),
  clients: [
    client('police', 'PSB', { purposes: ['aid', 'audit'] }),
    client('taxman', 'TAX', { purposes: ['tax', 'aid'] }),
    client('desk', 'CIV', { purposes: ['aid', 'audit'] }),
    client('hospital', 'HOS', { purposes: ['health'] }),
    client('water', 'WAT', { purposes: ['aid'] }),
    client('city', 'NAN', { purposes: ['aid', 'health'] }),
    client('stranger', 'STA', { purposes: ['aid', 'health'] }),
    client('developer', 'DEV', { route: 'OPEN', purposes: ['aid'], methods: ['QUERY'] }),
    client('company', 'COM', { route: 'OPEN', purposes: ['aid'], methods: ['QUERY'] }),
  ],
  grants: townGrants,
  evidence: [
    evidence('E-ID', 'idNumber', 'id-number'),
    evidence('E-NAME', 'name', 'name', 'UNCONDITIONAL'),
    evidence('E-PHONE', 'phone', 'phone'),
    evidence('E-BIRTH', 'birth', 'date-year'),
  ],
  releases: [
    {
      id: 'R-ELIGIBLE',
      owner: 'TAX',
      from: ['Person.income'],
      to: 'Person.eligible',
      transform: 'PREDICATE',
      signedBy: 'TAX',
      sdlHash: null,
    },
  ],
});
