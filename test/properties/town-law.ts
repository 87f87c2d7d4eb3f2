/** Who may have which value in the lawful town, said a second time: by the naive decision and plain comparisons, on no code of the pipeline. */
import type { DisclosureRequest, OwnerScope } from '../../gateway/policy/decision';
import type { Register } from '../../gateway/policy/register';
import type { Supergraph } from '../../schema/supergraph';
import { naiveDecide } from '../gateway/policy/naive-decide';
import type { Asking } from '../support/start-gateway';
import type { Sentinel } from '../support/town-data';

/** lingqu.yaml for operations that nobody writes by hand. */
export const generousLimits = `
listen: { port: 0 }
identity: { development: true }
limits: { aliases: 1000, rootFields: 100, tokens: 20000, depth: 30 }
`;

/** Somebody who asks, and for what. */
export interface Asker {
  readonly as: string | null;
  readonly purpose: string | null;
  /** Organisation that is said to be behind the request. */
  readonly representing?: string;
}

export const askers: readonly Asker[] = [
  { as: 'police', purpose: 'aid' },
  { as: 'police', purpose: null },
  { as: 'taxman', purpose: 'tax' },
  { as: 'taxman', purpose: 'aid' },
  { as: 'desk', purpose: 'aid' },
  { as: 'desk', purpose: 'audit' },
  { as: 'desk', purpose: null },
  { as: 'desk', purpose: 'aid', representing: 'PRO' },
  { as: 'desk', purpose: 'aid', representing: 'STA' },
  { as: 'hospital', purpose: 'health' },
  { as: 'water', purpose: 'aid' },
  { as: 'city', purpose: 'aid' },
  { as: 'city', purpose: 'health' },
  { as: 'stranger', purpose: 'aid' },
  { as: 'developer', purpose: 'aid' },
  { as: 'company', purpose: null },
  { as: null, purpose: null },
];

export function asking({ as, purpose, representing }: Asker): Asking {
  return {
    ...(as === null ? {} : { as }),
    ...(purpose === null ? {} : { purpose }),
    ...(representing === undefined ? {} : { headers: { 'lingqu-represented-party': representing } }),
  };
}

export interface TownLaw {
  /** Whether this client may be shown this value, raw. */
  clientMayHave(asker: Asker, method: 'QUERY' | 'MUTATE', value: Sentinel): boolean;
  /** Whether the organisation behind a subgraph may be sent this value. */
  subgraphMayHave(subgraph: string, method: 'QUERY' | 'MUTATE', value: Sentinel): boolean;
}

export function townLaw(supergraph: Supergraph, register: Register, instant: number): TownLaw {
  const { labelMap, subgraphs } = supergraph;

  const mayHave = (
    value: Sentinel,
    request: Pick<DisclosureRequest, 'recipient' | 'route' | 'registeredPurposes' | 'purpose' | 'method'>,
    foreignParties: readonly string[] = [],
  ): boolean => {
    const { coordinate } = value;
    const label = labelMap.fields[coordinate]?.label ?? null;
    const decision = naiveDecide(
      label,
      { ...request, coordinate, alternatives: [], foreignParties },
      register.grants,
      instant,
    );
    return decision.outcome === 'permit' && decision.scopes.every((scope) => lies(value, scope));
  };

  const lies = ({ coordinate, region }: Sentinel, { owner, anyOf }: OwnerScope): boolean => {
    const [type = ''] = coordinate.split('.');
    // A card belongs to the row that holds it.
    const rule = labelMap.types[type === 'Card' ? 'Person' : type]?.scopes[owner];
    if (region === null || rule === undefined) return false;
    return anyOf.some(({ values }) => (values[rule.by] ?? []).some((code) => region.startsWith(significant(code))));
  };

  return {
    clientMayHave(asker, method, value) {
      // A key that clients have no name for.
      if (value.coordinate === 'Household.hid') return false;
      const client = register.clients.find(({ id }) => id === asker.as);
      return mayHave(
        value,
        {
          recipient: client?.organisation ?? null,
          route: client?.route ?? 'OPEN',
          registeredPurposes: client?.purposes ?? [],
          purpose: asker.purpose,
          method,
        },
        asker.representing === undefined ? [] : [asker.representing],
      );
    },
    subgraphMayHave(subgraph, method, value) {
      const receiver = subgraphs[subgraph];
      if (receiver === undefined) return false;
      const listed = receiver.consumes.filter(({ fields }) => fields.includes(value.coordinate));
      return [null, ...listed.map(({ purpose }) => purpose)].some((purpose) =>
        mayHave(value, {
          recipient: receiver.organisation,
          // Every organisation behind a subgraph of the town is a department or serves the public.
          route: 'SHARE',
          registeredPurposes: register.clients
            .filter(({ organisation }) => organisation === receiver.organisation)
            .flatMap(({ purposes }) => purposes),
          purpose,
          method,
        }),
      );
    },
  };
}

/** Levels are pairs of digits, then triples; those that are all zero say nothing. */
function significant(code: string): string {
  const [, province = '', city = '', county = '', town = '', village = ''] =
    /^(\d{2})(\d{2})?(\d{2})?(\d{3})?(\d{3})?$/.exec(code) ?? [];
  return [province, city, county, town, village].filter((level) => !/^0*$/.test(level)).join('');
}
