/** What a client would get of an operation, and why: the pipeline's own decisions, without a fetch and without an entry. */
import { GraphQLError, Kind, parse, validate, type DocumentNode, type SelectionSetNode } from 'graphql';
import { labelAt } from '../../schema/label-map';
import { apiSchemaOf, loadSupergraphModel } from '../../schema/federation';
import type { Supergraph } from '../../schema/supergraph';
import { compileOperation } from '../compiler/compile-operation';
import type { BoundOperation } from '../compiler/compiled-operation';
import { alternativesOf } from '../compiler/decisions';
import { schemaFacts } from '../compiler/schema-facts';
import { RefusedRequest } from '../errors';
import { planLawfully } from '../planner/plan-lawfully';
import { plansInProcess } from '../planner/plan-source';
import type { Flow } from '../planner/flow';
import { admitMethod, admitPurpose } from '../policy/admit-request';
import { decide } from '../policy/decide';
import type { Decision, Denial } from '../policy/decision';
import type { GrantSnapshot } from '../policy/grant-source';
import { lawProfile } from '../policy/known-law-profiles';
import type { LawProfile } from '../policy/law-profile';
import { anonymous, principalOf } from '../policy/principal-of';
import type { Principal } from '../policy/principal';
import type { Register } from '../policy/register';
import { registerGrants } from '../policy/register-grants';
import { remedyFor } from './denial-messages';
import { checkDocument, type DocumentLimits } from './document-limits';
import { registeredPurposes } from './lawful-outcome';

export interface ExplainedField {
  /** The client's response keys; empty = the whole operation is refused for it. */
  readonly position: readonly string[];
  readonly coordinate: string;
  readonly decision: 'permit' | 'mask' | 'deny';
  readonly technique: string | null;
  /** Of a mask: why not the raw value. */
  readonly reason: string | null;
  readonly article: string | null;
  readonly grants: readonly string[];
  /** Rows are limited to these; `null` = all rows. */
  readonly scope:
    readonly { readonly grant: string; readonly values: Readonly<Record<string, readonly string[]>> }[] | null;
  readonly remedy: string | null;
}

export interface ExplainedFlow {
  readonly from: string;
  readonly to: { readonly subgraph: string; readonly organisation: string };
  readonly coordinates: readonly string[];
  readonly via: string;
  readonly decision: 'permit' | 'deny';
  readonly grant: string | null;
}

export interface Explanation {
  /** Nothing would be answered. */
  readonly refused: boolean;
  readonly fields: readonly ExplainedField[];
  readonly flows: readonly ExplainedFlow[];
}

export interface ExplainInput {
  readonly supergraph: Supergraph;
  readonly register: Register;
  readonly profile: string;
  readonly limits: DocumentLimits;
  readonly client: string;
  readonly purpose: string | null;
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Epoch ms. */
  readonly instant: number;
}

/** @throws RefusedRequest for what would be refused before any field is decided */
export async function explainOperation(input: ExplainInput): Promise<Explanation> {
  const { supergraph, register, purpose, instant, variables } = input;
  const profile = lawProfile(input.profile) as LawProfile;
  const principal = principalFor(input);
  const apiSchema = apiSchemaOf(loadSupergraphModel(supergraph.supergraphSdl));
  const document = validated(input, apiSchema);
  const grants = registerGrants(register).current();
  const method = document.definitions.some(
    (each) => each.kind === Kind.OPERATION_DEFINITION && each.operation === 'mutation',
  )
    ? 'MUTATE'
    : 'QUERY';
  const refusal =
    admitPurpose(register.purposes, principal, purpose, profile) ?? admitMethod(principal, method, profile);
  if (refusal !== null) throw new RefusedRequest(refusal.code, refusal.message, { article: refusal.article });

  const compiled = compileOperation({
    ...{
      supergraph,
      apiSchema,
      document,
      operationName: null,
      variables,
      principal,
      purpose,
      grants,
      instant,
      profile,
    },
    maxTokens: input.limits.tokens * 10,
    onDeny: 'partial',
  });
  if (!compiled.ok)
    return { refused: true, fields: compiled.refusal.denials.map((each) => deniedField([], each)), flows: [] };
  const plans = plansInProcess(supergraph.planningSdl);
  const planned = await planLawfully({
    ...{ outcome: compiled, plans, supergraph, grants, instant, profile },
    registeredPurposes: registeredPurposes(register),
  });
  await plans.close();
  const flows = explainFlows(planned.flows);
  if (!planned.ok)
    return { refused: true, fields: planned.refusal.denials.map((each) => deniedField([], each)), flows };
  const raw = (coordinate: string): Denial | null =>
    rawDenial(coordinate, { supergraph, principal, purpose, method, grants, instant, profile });
  return { refused: false, fields: inDocumentOrder(fieldsOf(planned.bound, raw), document), flows };
}

function principalFor({ register, client }: ExplainInput): Principal {
  const registered = register.clients.find(({ id }) => id === client);
  const caller = client === anonymous ? null : { client, issuer: registered?.issuer ?? '', subject: null, actors: [] };
  const answer = principalOf(register, caller, null, 1);
  if (!answer.ok) throw new RefusedRequest(answer.code, answer.message);
  return answer.principal;
}

function validated({ operation, limits }: ExplainInput, schema: Parameters<typeof validate>[0]): DocumentNode {
  checkDocument(operation, limits);
  const refuse = (errors: readonly GraphQLError[]): never => {
    const text = errors.map(({ message, locations }) => {
      const line = locations?.[0]?.line;
      return line === undefined ? message : `line ${String(line)}: ${message}`;
    });
    throw new RefusedRequest('GRAPHQL_VALIDATION_FAILED', text.join('\n'));
  };
  let document: DocumentNode;
  try {
    document = parse(operation);
  } catch (error) {
    return error instanceof GraphQLError ? refuse([error]) : refuse([new GraphQLError(String(error))]);
  }
  const errors = validate(schema, document);
  return errors.length > 0 ? refuse(errors) : document;
}

function fieldsOf(bound: BoundOperation, raw: (coordinate: string) => Denial | null): readonly ExplainedField[] {
  return [
    ...bound.permits.map(({ position, coordinate, slot }) =>
      permittedField(position, coordinate, bound.decisions[slot] as Exclude<Decision, Denial>, raw),
    ),
    ...bound.denials.map(({ position, denial }) => deniedField(position, denial)),
  ];
}

function permittedField(
  position: readonly string[],
  coordinate: string,
  decision: Exclude<Decision, Denial>,
  raw: (coordinate: string) => Denial | null,
): ExplainedField {
  const scope = decision.scopes.flatMap(({ anyOf }) => anyOf);
  const permitted = { position, coordinate, grants: decision.grants, scope: scope.length === 0 ? null : scope };
  if (decision.outcome === 'permit') {
    return { ...permitted, decision: 'permit', technique: null, reason: null, article: null, remedy: null };
  }
  const why = raw(coordinate);
  return {
    ...permitted,
    decision: 'mask',
    technique: decision.technique,
    reason: why?.reason ?? null,
    article: why?.article ?? null,
    remedy: why === null ? null : remedyFor(why.reason),
  };
}

function deniedField(position: readonly string[], { coordinate, reason, article }: Denial): ExplainedField {
  const nothing = { technique: null, grants: [], scope: null };
  return { position, coordinate, decision: 'deny', ...nothing, reason, article, remedy: remedyFor(reason) };
}

interface RawContext {
  readonly supergraph: Supergraph;
  readonly principal: Principal;
  readonly purpose: string | null;
  readonly method: 'QUERY' | 'MUTATE';
  readonly grants: GrantSnapshot;
  readonly instant: number;
  readonly profile: LawProfile;
}

function rawDenial(coordinate: string, context: RawContext): Denial | null {
  const { supergraph, principal, purpose, method, grants, instant, profile } = context;
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const label = labelAt(supergraph.labelMap, coordinate, null);
  const owners = Object.entries(label?.owners ?? {}).map(
    ([id, policy]) => [id, { ...policy, deidentified: null }] as const,
  );
  const decision = decide(
    label === null ? null : { ...label, owners: Object.fromEntries(owners) },
    {
      recipient: principal.organisation,
      route: principal.route,
      registeredPurposes: principal.purposes,
      purpose,
      method,
      foreignParties: principal.foreignParties,
      coordinate,
      alternatives: alternativesOf(supergraph.labelMap, schemaFacts(supergraph), typeName, fieldName),
    },
    grants,
    instant,
    profile,
  );
  return decision.outcome === 'deny' ? decision : null;
}

function explainFlows(flows: readonly Flow[]): readonly ExplainedFlow[] {
  const groups = new Map<string, ExplainedFlow>();
  for (const { from, toSubgraph, toOrganisation, via, coordinate, decision } of flows) {
    const permitted = decision.outcome === 'permit';
    const grant = decision.outcome === 'deny' ? null : (decision.grants[0] ?? null);
    const key = JSON.stringify([from, toSubgraph, via, permitted, grant]);
    const coordinates = new Set([...(groups.get(key)?.coordinates ?? []), coordinate]);
    groups.set(key, {
      from,
      to: { subgraph: toSubgraph, organisation: toOrganisation },
      coordinates: [...coordinates].sort(),
      via,
      decision: permitted ? 'permit' : 'deny',
      grant,
    });
  }
  return [...groups.values()];
}

function inDocumentOrder(fields: readonly ExplainedField[], document: DocumentNode): readonly ExplainedField[] {
  const order = new Map<string, number>();
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const walk = (set: SelectionSetNode, position: readonly string[]): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const here = [...position, node.alias?.value ?? node.name.value];
        const key = here.join('.');
        if (!order.has(key)) order.set(key, order.size);
        if (node.selectionSet !== undefined) walk(node.selectionSet, here);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        walk(node.selectionSet, position);
      } else {
        const fragment = fragments.get(node.name.value);
        if (fragment !== undefined) walk(fragment.selectionSet, position);
      }
    }
  };
  for (const each of document.definitions) if (each.kind === Kind.OPERATION_DEFINITION) walk(each.selectionSet, []);
  const place = ({ position }: ExplainedField): number => order.get(position.join('.')) ?? order.size;
  return [...fields].sort((a, b) => place(a) - place(b) || (a.coordinate < b.coordinate ? -1 : 1));
}
