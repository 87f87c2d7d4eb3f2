/** Federations drawn from a tape of numbers, so built that they compose: an empty tape gives the simplest one. */
import type { Draw } from '../generate-operation';
import { allowedIn, refer } from './federation-references';
import { addNeeds, addOverrides, addProvisions } from './federation-directives';
import {
  entitiesOf,
  modelField,
  type EntityPlace,
  type FederationModel,
  type ModelArgument,
  type ModelEntity,
  type ModelField,
  type ModelInterface,
  type ModelKey,
  type ModelType,
  type ModelValue,
} from './federation-model';

const leaves = ['String', 'Int', 'Float', 'ID', 'Boolean', 'Colour', 'Blob'];
const forms = ['_', '_!', '[_]', '[_!]', '_', '[_!]!', '[_]!', '[[_]]', '[[_!]!]!'];
const parameters: readonly ModelArgument[] = [
  { name: 'n', type: 'Int', default: null },
  { name: 'm', type: 'Int!', default: '7' },
  { name: 'text', type: 'String!', default: null },
  { name: 'where', type: 'Where', default: '{ n: 1 }' },
  { name: 'in', type: '[Colour!]', default: '[RED]' },
  { name: 'ids', type: '[ID!]!', default: null },
];

interface Growing extends FederationModel {
  readonly types: Map<string, ModelType>;
  readonly queries: ModelField[];
  readonly mutations: ModelField[];
}

export function generateFederation(draw: Draw): FederationModel {
  const subgraphs = ['a', 'b', 'c', 'd'].slice(0, 2 + draw(3));
  const model: Growing = { subgraphs, types: new Map(), queries: [], mutations: [] };
  const withKeyedInterface = draw(4) === 3;
  if (withKeyedInterface) addKeyedInterface(model, draw);
  addEntities(model, draw, withKeyedInterface);
  addValues(model, draw);
  addAbstractTypes(model, draw);
  for (const type of model.types.values()) if (type.kind === 'interface') addExtra(model, type, draw);
  for (const entity of entitiesOf(model)) addEntityFields(model, entity, draw);
  addRoots(model, draw);
  addNeeds(model, draw);
  addProvisions(model, draw);
  addOverrides(model, draw);
  return model;
}

function addEntities({ subgraphs, types }: Growing, draw: Draw, withKeyedInterface: boolean): void {
  const count = (withKeyedInterface ? 2 : 1) + draw(3);
  for (let index = 0; index < count; index++) {
    // Where an interface is known as an object, its implementations are not; all of them are where it has its key.
    const keyed = withKeyedInterface && index < 2;
    const places = new Map<string, EntityPlace>();
    const hub = keyed ? 'a' : pick(subgraphs, draw);
    const more = (['code', 'region number', 'home { zip }'] as const).filter(() => draw(3) === 1);
    const atHub: EntityPlace = { keys: new Map<ModelKey, boolean>([['id', true]]) };
    places.set(hub, atHub);
    for (const key of more) if (draw(3) > 0) atHub.keys.set(key, true);
    const known = new Set(atHub.keys.keys());
    for (const other of subgraphs) {
      if (other === hub || (keyed && other === 'b') || draw(3) === 0) continue;
      places.set(other, furtherPlace([...known], atHub, more, draw));
      for (const key of places.get(other)?.keys.keys() ?? []) known.add(key);
    }
    types.set(`E${String(index)}`, { kind: 'entity', name: `E${String(index)}`, fields: [], places });
  }
}

/** One can come here by a key known before, and go on to the hub by one that it knows. */
function furtherPlace(known: readonly ModelKey[], hub: EntityPlace, all: readonly ModelKey[], draw: Draw): EntityPlace {
  const by = pick(known, draw);
  const keys: EntityPlace['keys'] = new Map([[by, true]]);
  for (const key of all) if (draw(4) === 1) keys.set(key, true);
  const leadsBack = [...keys.keys()].some((key) => hub.keys.has(key));
  if ((!leadsBack || draw(3) > 0) && !keys.has('id')) keys.set('id', draw(2) === 0);
  return { keys };
}

function addValues(model: Growing, draw: Draw): void {
  const home: ModelValue = { kind: 'value', name: 'Home', fields: [], usedIn: new Set() };
  home.fields.push(modelField('zip', 'String!'), modelField('street', 'String'));
  model.types.set('Home', home);
  for (let index = draw(3); index > 0; index--) {
    const name = `V${String(index)}`;
    const fields = [modelField('w0', typed(draw, pick(leaves, draw)))];
    for (let more = draw(3); more > 0; more--) {
      const targets = [...leaves, ...entitiesOf(model).map((each) => each.name), ...valuesBefore(model)];
      fields.push(modelField(`w${String(more)}`, typed(draw, pick(targets, draw)), { args: parametersFrom(draw) }));
    }
    model.types.set(name, { kind: 'value', name, fields, usedIn: new Set() });
  }
}

function valuesBefore({ types }: FederationModel): readonly string[] {
  return [...types.values()].filter(({ kind }) => kind === 'value').map(({ name }) => name);
}

function addAbstractTypes(model: Growing, draw: Draw): void {
  const { types, subgraphs } = model;
  const concrete = [...types.values()].filter(({ kind }) => kind === 'entity' || kind === 'value');
  if (draw(2) === 1) {
    const members = concrete.filter(() => draw(2) === 0).map(({ name }) => name);
    if (members.length > 0) {
      const byPlace = subgraphs.map((subgraph) => {
        const offered = members.filter(() => draw(4) < 3).filter((each) => allowedIn(model, each, subgraph));
        return [subgraph, offered] as const;
      });
      const usable = new Map(byPlace.filter(([, offered]) => offered.length > 0));
      types.set('U', { kind: 'union', name: 'U', members: usable, usedIn: new Set() });
    }
  }
  if (draw(2) === 1) {
    const implementers = concrete.filter(({ name }) => name !== 'Home' && draw(2) === 0);
    const common = ['label', 'near'].slice(0, draw(3));
    const formOf = common.map((name) =>
      modelField(name, typed(draw, pick(leaves, draw)), { args: parametersFrom(draw) }),
    );
    for (const each of implementers) {
      if (each.kind === 'value') {
        each.fields.push(
          modelField('id', 'ID!'),
          ...formOf.map(({ name, type, args }) => modelField(name, type, { args })),
        );
      }
      if (each.kind !== 'entity') continue;
      for (const { keys } of each.places.values()) if (!keys.has('id')) keys.set('id', false);
      for (const { name, type, args } of formOf) each.fields.push(modelField(name, type, { args }));
    }
    const names = implementers.map(({ name }) => name);
    types.set('I', { kind: 'interface', name: 'I', implementers: names, common, definedIn: new Set(), keyed: null });
  }
}

/** Of entities that are all at home in one subgraph; another one adds fields to all of them without knowing any. */
function addKeyedInterface({ types }: Growing, draw: Draw): void {
  const extra = ['x0', 'x1'].slice(0, 1 + draw(2)).map((name) => modelField(name, 'String'));
  types.set('J', {
    kind: 'interface',
    name: 'J',
    implementers: ['E0', 'E1'],
    common: [],
    definedIn: new Set(['a']),
    keyed: { home: 'a', objectIn: 'b', extra },
  });
}

function addExtra(model: Growing, { keyed }: ModelInterface, draw: Draw): void {
  for (const [index, { name }] of (keyed?.extra ?? []).entries()) {
    keyed?.extra.splice(index, 1, fieldOf(model, name, new Set(['b']), draw));
  }
}

function addEntityFields(model: FederationModel, entity: ModelEntity, draw: Draw): void {
  const open = [...entity.places].filter(([, { keys }]) => [...keys.values()].includes(true)).map(([name]) => name);
  for (const field of entity.fields) for (const owner of ownersAmong(open, draw)) field.owners.add(owner);
  for (let count = 1 + draw(4); count > 0; count--) {
    entity.fields.push(fieldOf(model, `f${String(count)}`, ownersAmong(open, draw), draw));
  }
}

function ownersAmong(open: readonly string[], draw: Draw): Set<string> {
  const owners = new Set([pick(open, draw)]);
  if (draw(4) === 3) owners.add(pick(open, draw));
  return owners;
}

function addRoots(model: Growing, draw: Draw): void {
  for (const subgraph of model.subgraphs) {
    for (let count = 1 + draw(3); count > 0; count--) {
      model.queries.push(fieldOf(model, `q${subgraph}${String(count)}`, new Set([subgraph]), draw, true));
    }
  }
  if (draw(3) === 2) model.queries.push(fieldOf(model, 'shared', new Set(model.subgraphs.slice(0, 2)), draw, true));
  for (const subgraph of model.subgraphs) {
    if (draw(4) === 3) model.mutations.push(fieldOf(model, `m${subgraph}`, new Set([subgraph]), draw, true));
  }
}

/** Its type is one that all owners may know; they know it from now on. */
function fieldOf(
  model: FederationModel,
  name: string,
  owners: Set<string>,
  draw: Draw,
  preferComposite = false,
): ModelField {
  const composite = [...model.types.keys()].filter(
    (each) => [...owners].every((owner) => allowedIn(model, each, owner)) && haveInCommon(model, each, [...owners]),
  );
  const useComposite = composite.length > 0 && draw(preferComposite ? 8 : 2) !== (preferComposite ? 7 : 0);
  const named = useComposite ? pick(composite, draw) : pick(leaves, draw);
  const field = modelField(name, typed(draw, named), { args: parametersFrom(draw), owners });
  for (const owner of owners) refer(model, named, owner);
  if (owners.size > 1 && draw(3) === 2) field.loose.add([...owners][draw(owners.size)] ?? '');
  return field;
}

/** Of an abstract type, whether there is a concrete one that all of its field's owners may yield. */
function haveInCommon(model: FederationModel, name: string, owners: readonly string[]): boolean {
  const type = model.types.get(name);
  if (owners.length === 1 || type === undefined) return true;
  if (type.kind === 'union') {
    const [first, ...others] = owners.map((owner) => type.members.get(owner) ?? []);
    return first?.some((each) => others.every((other) => other.includes(each))) === true;
  }
  if (type.kind !== 'interface') return true;
  return type.implementers.some((each) => owners.every((owner) => allowedIn(model, each, owner)));
}

function typed(draw: Draw, name: string): string {
  return (forms[draw(forms.length)] ?? '_').replace('_', name);
}

function parametersFrom(draw: Draw): readonly ModelArgument[] {
  if (draw(2) === 0) return [];
  return parameters.filter(() => draw(4) === 3);
}

function pick<T>(from: readonly T[], draw: Draw): T {
  const picked = from[draw(from.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}
