/** One request as the access log tells it: nothing of it is the client's own text or a provider's value. */
import type { Supergraph } from '../../schema/supergraph';
import { isOpenlyUnconditional } from '../../directives/label';
import type { LoggedFlow, RequestEvent, Requester, TracedSubject } from '../audit/entry';
import type { FetchNode } from '../planner/query-plan';
import type { Flow } from '../planner/flow';
import type { Principal } from '../policy/principal';
import type { Register } from '../policy/register';
import type { ProvenCaller } from '../policy/principal-of';
import { schemaFacts } from '../compiler/schema-facts';
import type { ClientHeaders } from './request-headers';

/** What stands for an organisation that the register does not know. */
const unknownParty = 'unknown';

export function requesterOf(
  principal: Principal,
  caller: ProvenCaller | null,
  headers: ClientHeaders,
  register: Register,
): Requester {
  const known = (organisation: string): string =>
    register.organisations.some(({ id }) => id === organisation) ? organisation : unknownParty;
  return {
    client: principal.client,
    organisation: principal.organisation,
    person: principal.person,
    actors: (caller?.actors ?? []).map(known),
    representedParty: headers.representedParty === null ? null : known(headers.representedParty),
    purpose: headers.purpose === null ? null : register.purposes.has(headers.purpose) ? headers.purpose : unknownParty,
    case: headers.case,
    route: principal.route,
  };
}

/** One line per flow, however many fetches carry it. */
export function loggedFlows(flows: readonly Flow[]): readonly LoggedFlow[] {
  const lines = new Map<string, LoggedFlow>();
  for (const { from, toSubgraph, toOrganisation, coordinate, decision } of flows) {
    const line: LoggedFlow = {
      from,
      toSubgraph,
      toOrganisation,
      coordinate,
      decision: decision.outcome === 'permit' ? 'permit' : 'deny',
      grants: decision.outcome === 'deny' ? [] : decision.grants,
    };
    lines.set(JSON.stringify(line), line);
  }
  return [...lines.values()];
}

/** Subgraphs of other organisations to which something goes that not everybody may have. */
export function protectedReceivers(flows: readonly Flow[], supergraph: Supergraph): ReadonlySet<string> {
  const { fields } = supergraph.labelMap;
  const carrying = flows.filter(({ coordinate, decision }) => {
    if (decision.outcome !== 'permit') return false;
    const label = Object.hasOwn(fields, coordinate) ? fields[coordinate]?.label : null;
    return label == null || !isOpenlyUnconditional(label);
  });
  return new Set(carrying.map(({ toSubgraph }) => toSubgraph));
}

/**
 * The data subjects among the entities that a fetch sends on.
 *
 * @param representations JSON text of each entity
 */
export function subjectsSentOn(
  fetch: FetchNode,
  representations: readonly string[],
  supergraph: Supergraph,
): TracedSubject[] {
  const receiver = supergraph.subgraphs[fetch.serviceName]?.organisation ?? fetch.serviceName;
  const found: TracedSubject[] = [];
  // Most are of the type of the one before, and hold nothing but its key.
  let head: string | null = null;
  let types: readonly SubjectType[] = [];
  for (const text of representations) {
    if (head === null || !text.startsWith(head)) {
      const written = /^\{"__typename":"(\w+)"/.exec(text)?.[1];
      head = written === undefined ? null : `{"__typename":"${written}"`;
      types = written === undefined ? [] : subjectTypes(written, supergraph);
    }
    if (head !== null && types.length === 0) continue;
    const [only] = types;
    const key = types.length === 1 && only !== undefined ? keyAlone(text, head?.length ?? 0, only.keyText) : null;
    if (only !== undefined && key !== null) found.push({ type: only.type, key, receiver });
    else for (const subject of subjectsIn(text, receiver, supergraph)) found.push(subject);
  }
  return found;
}

/** @returns the key, if all that follows is `keyText` and a string that needs no unescaping */
function keyAlone(text: string, at: number, keyText: string): string | null {
  const from = at + keyText.length;
  const to = text.length - 2;
  if (!text.startsWith(keyText, at) || !text.endsWith('"}')) return null;
  return text.indexOf('"', from) === to && !text.includes('\\', from) ? text.slice(from, to) : null;
}

function subjectsIn(text: string, receiver: string, supergraph: Supergraph): readonly TracedSubject[] {
  const representation = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const typeName = String(representation['__typename']);
  return subjectTypes(typeName, supergraph).flatMap(({ type, key }) => {
    const value = representation[key];
    if (isKey(value)) return [{ type, key: String(value), receiver }];
    // Sent under another key: traced by that one, spelled out.
    return Object.entries(representation)
      .filter(([name, other]) => name !== '__typename' && isKey(other))
      .map(([name, other]) => ({ type: `${type}.${name}`, key: String(other), receiver }));
  });
}

interface SubjectType {
  readonly type: string;
  readonly key: string;
  /** How a string that is the key begins, after another member. */
  readonly keyText: string;
}

const knownSubjects = new WeakMap<Supergraph, Map<string, readonly SubjectType[]>>();

function subjectTypes(typeName: string, supergraph: Supergraph): readonly SubjectType[] {
  let known = knownSubjects.get(supergraph);
  if (known === undefined) knownSubjects.set(supergraph, (known = new Map<string, readonly SubjectType[]>()));
  let found = known.get(typeName);
  if (found === undefined) known.set(typeName, (found = findSubjectTypes(typeName, supergraph)));
  return found;
}

/** An `@interfaceObject` may be sent on under the name of its interface, whose objects are subjects by their own types. */
function findSubjectTypes(typeName: string, supergraph: Supergraph): readonly SubjectType[] {
  const { types } = supergraph.labelMap;
  const names = new Set([
    typeName,
    ...schemaFacts(supergraph)
      .possibleTypes(typeName)
      .map((type) => type.name),
  ]);
  return [...names].flatMap((type) => {
    const subject = Object.hasOwn(types, type) ? types[type]?.subject : null;
    return subject == null ? [] : [{ type, key: subject.key, keyText: `,${JSON.stringify(subject.key)}:"` }];
  });
}

function isKey(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** What every entry of one request says alike. */
export type RequestFacts = Pick<RequestEvent, 'requestId' | 'traceparent' | 'requester' | 'policyEpoch'>;

export function requestEvent(
  facts: RequestFacts,
  change: Pick<RequestEvent, 'kind' | 'shape' | 'outcome'> & Partial<RequestEvent>,
): RequestEvent {
  return { grants: [], released: [], flows: [], subgraphs: [], subjects: [], reasons: [], ...facts, ...change };
}
