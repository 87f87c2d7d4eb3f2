/**
 * Which fetches of a plan all the world may share: whatever they select, carry or use is open to everybody without condition.
 *
 * INVARIANT: what is unknown is not shared. Asked of the labels alone, never of what was decided for one client.
 */
import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLInputType,
  type SelectionNode,
} from 'graphql';
import { isOpenlyUnconditional } from '../../directives/label';
import type { Influence } from '../../schema/label-map';
import type { Supergraph } from '../../schema/supergraph';
import { analysed, planFacts } from './check-flows';
import type { CarriedFetch } from './carried-values';
import { fetchOperation, type FetchOperation } from './fetch-operation';
import { within, type PlanFacts } from './plan-places';
import type { FetchNode, QueryPlan } from './query-plan';

const known = new WeakMap<Supergraph, WeakMap<QueryPlan, ReadonlySet<FetchNode>>>();

/** @param plan of a query */
export function sharableFetches(supergraph: Supergraph, plan: QueryPlan): ReadonlySet<FetchNode> {
  const ofSupergraph = known.get(supergraph) ?? new WeakMap<QueryPlan, ReadonlySet<FetchNode>>();
  known.set(supergraph, ofSupergraph);
  let sharable = ofSupergraph.get(plan);
  if (sharable === undefined) {
    const facts = planFacts(supergraph);
    const { carried } = analysed(plan, 'query', supergraph, facts);
    sharable = new Set(carried.filter((each) => isOpenFetch(each, facts)).map(({ fetch }) => fetch.node));
    ofSupergraph.set(plan, sharable);
  }
  return sharable;
}

function isOpenFetch({ fetch: { node, way, place }, values }: CarriedFetch, facts: PlanFacts): boolean {
  const places = [place, ...way.map(({ holder }) => holder)];
  return (
    node.operationKind === 'query' &&
    values.every(({ coordinate }) => isOpenField(coordinate, facts)) &&
    places.every(({ types }) => areOpenTypes(types, facts)) &&
    areOpen({ facts, subgraph: node.serviceName, operation: fetchOperation(node) }, null, place.types)
  );
}

interface Selecting {
  readonly facts: PlanFacts;
  readonly subgraph: string;
  readonly operation: FetchOperation;
}

/** @param selections `null` = the fetch's own */
function areOpen(
  selecting: Selecting,
  selections: readonly SelectionNode[] | null,
  types: ReadonlySet<string>,
): boolean {
  // Nothing is known of what no type can answer.
  if (types.size === 0) return false;
  return (selections ?? selecting.operation.selections).every((selection) => {
    if (selection.kind === Kind.FIELD) return [...types].every((type) => isOpenSelection(selecting, selection, type));
    const fragment = selecting.operation.fragment(selection);
    const condition = fragment.typeCondition?.name.value;
    const narrowed = condition === undefined ? types : within(types, condition, selecting.facts);
    return areOpen(selecting, fragment.selectionSet.selections, narrowed);
  });
}

function isOpenSelection(selecting: Selecting, selection: FieldNode, type: string): boolean {
  const name = selection.name.value;
  // That an object is there, and of which type, its place has said.
  if (name === '__typename') return true;
  const { facts, subgraph } = selecting;
  if (!isOpenField(`${type}.${name}`, facts) || !areOpenArguments(selection, type, facts)) return false;
  const declared = facts.types.fieldType(subgraph, type, name);
  if (declared === undefined) return false;
  const named = getNamedType(declared);
  if (isLeafType(named)) return selection.selectionSet === undefined;
  const concrete = isAbstractType(named) ? facts.types.schema.getPossibleTypes(named) : [named];
  const below = new Set(concrete.map((each) => each.name));
  return areOpenTypes(below, facts) && areOpen(selecting, selection.selectionSet?.selections ?? [], below);
}

function areOpenTypes(types: ReadonlySet<string>, { map }: PlanFacts): boolean {
  return [...types].every((type) => {
    const label = map.types[type]?.label;
    return label === null || (label !== undefined && isOpenlyUnconditional(label));
  });
}

function isOpenField(coordinate: string, facts: PlanFacts): boolean {
  return isOpenLabel(coordinate, facts) && revealsNothingClosed(facts.map.fields[coordinate], facts);
}

/** Of a coordinate on an interface: of each of its implementations, too. */
function isOpenLabel(coordinate: string, { map, types }: PlanFacts): boolean {
  const [type = '', name = ''] = coordinate.split('.');
  const declared = types.schema.getType(type);
  const concrete = isInterfaceType(declared) ? types.schema.getPossibleTypes(declared) : [];
  return [type, ...concrete.map((each) => each.name)].every((each) => {
    const label = map.fields[`${each}.${name}`]?.label;
    return label != null && isOpenlyUnconditional(label);
  });
}

function revealsNothingClosed(said: Influence | undefined, facts: PlanFacts): boolean {
  return said !== undefined && said.influences.every((coordinate) => isOpenLabel(coordinate, facts));
}

/** Those given, and those that a default gives. */
function areOpenArguments(selection: FieldNode, type: string, facts: PlanFacts): boolean {
  const declared = facts.types.schema.getType(type);
  if (!isObjectType(declared) && !isInterfaceType(declared)) return false;
  const field = declared.getFields()[selection.name.value];
  const entry = facts.map.fields[`${type}.${selection.name.value}`];
  const given = new Set((selection.arguments ?? []).map((argument) => argument.name.value));
  const used = (field?.args ?? []).filter(({ name, defaultValue }) => given.delete(name) || defaultValue !== undefined);
  // What is left was not declared.
  if (given.size > 0) return false;
  return used.every((argument) => {
    const said =
      entry !== undefined && Object.hasOwn(entry.arguments, argument.name) ? entry.arguments[argument.name] : undefined;
    return said?.scope === null && revealsNothingClosed(said, facts) && isOpenInput(argument.type, facts, new Set());
  });
}

/** Whatever value a client may give. */
function isOpenInput(type: GraphQLInputType, facts: PlanFacts, seen: Set<string>): boolean {
  const named = getNamedType(type);
  if (seen.has(named.name)) return true;
  seen.add(named.name);
  if (isEnumType(named)) {
    return named
      .getValues()
      .every(({ name }) => revealsNothingClosed(facts.map.enumValues[`${named.name}.${name}`], facts));
  }
  if (!isInputObjectType(named)) return true;
  return Object.values(named.getFields()).every(
    (field) =>
      revealsNothingClosed(facts.map.inputFields[`${named.name}.${field.name}`], facts) &&
      isOpenInput(field.type, facts, seen),
  );
}
