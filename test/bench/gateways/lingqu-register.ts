/** The benchmark's register: who there is, what was granted to whom, and a thousand clients for the series of principals. */
import { regionCodes } from '../subgraphs/town-data';
import { parcelOwner } from '../subgraphs/many-subgraphs';

const region = '450000';
const everyRow = { regionCode: [region] };
/** Nine tenths of the residents. */
const mostRows = { regionCode: regionCodes.slice(0, -1) };

/** Organisation and client of the series of principals. */
export function principal(number: number): string {
  return `desk-${String(number)}`;
}

interface Order {
  readonly id: string;
  readonly provider: string;
  readonly recipient: string;
  readonly fields: readonly string[];
  readonly purpose: string;
  readonly scope?: 'ALL' | Readonly<Record<string, readonly string[]>>;
}

function grant({ id, provider, recipient, fields, purpose, scope = 'ALL' }: Order): object {
  return {
    ...{ id, kind: 'SHARE', provider, recipient, fields, purposes: [purpose], methods: ['QUERY'], scope },
    scenario: 'benchmark',
    issuedBy: 'B-BDA',
    validFrom: '2020-01-01T00:00:00+08:00',
    validUntil: '2100-01-01T00:00:00+08:00',
    basis: ['B-LAW:9'],
    status: 'ACTIVE',
  };
}

const roll = ['Query.roll', 'Person.pid'];
const links = ['Person.reports', 'Facility.reports', 'Report.author', 'Report.facility'];
const reportLeaves = ['Report.id', 'Report.text', 'Person.openCases'];
/** Handles are what the principals of the series differ in. */
const known = [...roll, 'Person.regionCode'];

function deskGrants(recipient: string, prefix: string, purpose: string, handle: boolean): readonly object[] {
  const to = { recipient, purpose };
  const fields = handle ? [...known, 'Person.handle'] : known;
  return [
    grant({ ...to, id: `${prefix}1`, provider: 'B-REG', fields, scope: everyRow }),
    grant({ ...to, id: `${prefix}2`, provider: 'B-INS', fields: [...links, ...reportLeaves] }),
    grant({ ...to, id: `${prefix}3`, provider: 'B-LND', fields: ['Facility.area', 'Facility.surcharge'] }),
    grant({ ...to, id: `${prefix}4`, provider: 'B-LIC', fields: ['Facility.surcharge'] }),
  ];
}

export function benchRegister(principals: number, parcelSubgraphs: number): object {
  const desks = Array.from({ length: principals }, (_none, number) => principal(number));
  const office = (id: string, subgraphs: readonly string[] = []): object => ({
    ...{ id, kind: 'GOV_DEPT', level: 'REGION', region, subgraphs },
  });
  const followUp = { purpose: 'inspection.follow-up' };
  const toCity = { recipient: 'B-CTY', purpose: 'aid.check' };
  return {
    organisations: [
      office('B-BDA'),
      office('B-REG', ['registry']),
      office('B-INS', ['inspections']),
      office('B-LND', ['premises']),
      office('B-LIC', ['permits']),
      office('B-AID'),
      office('B-CTY'),
      ...Array.from({ length: parcelSubgraphs }, (_none, number) =>
        office(parcelOwner(number), [`part${String(number)}`]),
      ),
      ...desks.map((id) => office(id)),
    ],
    purposes: ['aid', 'aid.check', 'inspection', 'inspection.follow-up'].map((code) => ({ code })),
    clients: [
      { id: 'anonymous', route: 'OPEN', purposes: [], methods: ['QUERY'] },
      { id: 'desk', organisation: 'B-AID', route: 'SHARE', purposes: ['aid.check'], methods: ['QUERY'] },
      { id: 'city-desk', organisation: 'B-CTY', route: 'SHARE', purposes: ['aid.check'], methods: ['QUERY'] },
      // What an organisation receives must serve a purpose that the register lists for one of its clients.
      ...['B-REG', 'B-INS', 'B-LND', 'B-LIC'].map((organisation) => ({
        ...{
          id: `${organisation}-desk`,
          organisation,
          route: 'SHARE',
          purposes: ['inspection.follow-up'],
          methods: ['QUERY'],
        },
      })),
      ...desks.map((id) => ({ id, organisation: id, route: 'SHARE', purposes: ['aid.check'], methods: ['QUERY'] })),
    ],
    grants: [
      grant({ ...followUp, id: 'B-12', provider: 'B-REG', recipient: 'B-INS', fields: roll }),
      grant({ ...followUp, id: 'B-13', provider: 'B-REG', recipient: 'B-LND', fields: roll }),
      grant({ ...followUp, id: 'B-14', provider: 'B-REG', recipient: 'B-LIC', fields: roll }),
      grant({ ...followUp, id: 'B-21', provider: 'B-INS', recipient: 'B-REG', fields: links }),
      grant({ ...followUp, id: 'B-23', provider: 'B-INS', recipient: 'B-LND', fields: links }),
      grant({ ...followUp, id: 'B-24', provider: 'B-INS', recipient: 'B-LIC', fields: links }),
      grant({ ...followUp, id: 'B-34', provider: 'B-LND', recipient: 'B-LIC', fields: ['Facility.area'] }),
      ...deskGrants('B-AID', 'D-', 'aid.check', true),
      grant({ ...toCity, id: 'C-1', provider: 'B-REG', fields: [...known, 'Person.handle'], scope: mostRows }),
      grant({ ...toCity, id: 'C-2', provider: 'B-INS', fields: ['Person.openCases'] }),
      // Every second principal may see handles: two vectors of decisions among a thousand principals.
      ...desks.flatMap((id, number) => deskGrants(id, `P-${String(number)}-`, 'aid.check', number % 2 === 0)),
    ],
    evidence: [
      { id: 'B-E1', coordinate: 'Person.name', technique: 'name' },
      { id: 'B-E2', coordinate: 'Person.idNumber', technique: 'id-number' },
    ].map((each) => ({ ...each, kind: 'DEIDENTIFICATION', owner: 'B-REG', classes: { share: 'UNCONDITIONAL' } })),
  };
}
