/** Lets fields of a model need others, come along with others, and be taken over by another subgraph. */
import type { Draw } from '../generate-operation';
import { literalFor } from './federation-literals';
import { entitiesOf, isIn, namedIn, type FederationModel, type ModelField, type Need } from './federation-model';
import { allowedIn, refer } from './federation-references';

/** A field needs earlier ones only: no circles. */
export function addNeeds(model: FederationModel, draw: Draw): void {
  for (const entity of entitiesOf(model)) {
    for (const [index, field] of entity.fields.entries()) {
      const [owner, ...others] = field.owners;
      if (owner === undefined || others.length > 0 || draw(2) === 0) continue;
      if (![...(entity.places.get(owner)?.keys.values() ?? [])].includes(true)) continue;
      const needs = entity.fields
        .slice(0, index)
        .filter((each) => !each.owners.has(owner) && draw(2) === 0)
        .flatMap((each) => need(model, each, owner, draw) ?? []);
      if (needs.length === 0) continue;
      field.needs = needs;
    }
  }
}

function need(model: FederationModel, field: ModelField, subgraph: string, draw: Draw): Need | null {
  const type = model.types.get(namedIn(field.type));
  let below: readonly Need[] = [];
  if (type !== undefined) {
    if ((type.kind !== 'entity' && type.kind !== 'value') || !allowedIn(model, type.name, subgraph)) return null;
    refer(model, type.name, subgraph);
    const leaves = type.fields.filter((each) => !model.types.has(namedIn(each.type)) && each.needs === null);
    const there = type.kind === 'value' ? leaves : leaves.filter((each) => !each.owners.has(subgraph));
    const chosen = there.filter(() => draw(2) === 0);
    for (const each of chosen) if (type.kind === 'entity') each.externalIn.add(subgraph);
    const hasId = type.kind === 'entity' && type.places.get(subgraph)?.keys.has('id') === true;
    below = [
      ...(hasId ? [{ field: 'id', args: {}, below: [] }] : []),
      ...chosen.map((each) => ({ field: each.name, args: literals(each, draw), below: [] })),
    ];
    if (below.length === 0) return null;
  }
  field.externalIn.add(subgraph);
  return { field: field.name, args: literals(field, draw), below };
}

function literals(field: ModelField, draw: Draw): Readonly<Record<string, unknown>> {
  const given = field.args.filter(
    ({ type, default: preset }) => (type.endsWith('!') && preset === null) || draw(2) === 1,
  );
  return Object.fromEntries(given.map(({ name, type }) => [name, literalFor(type, draw)]));
}

export function addProvisions(model: FederationModel, draw: Draw): void {
  const holders = [...entitiesOf(model).flatMap(({ fields }) => fields), ...model.queries];
  for (const field of holders) {
    const type = model.types.get(namedIn(field.type));
    if (type?.kind !== 'entity') continue;
    for (const owner of field.owners) {
      if (draw(3) !== 1 || !isIn(type, owner)) continue;
      const provided = type.fields.filter(
        (each) =>
          !model.types.has(namedIn(each.type)) &&
          each.args.length === 0 &&
          each.needs === null &&
          !each.owners.has(owner) &&
          draw(2) === 0,
      );
      if (provided.length === 0) continue;
      field.provides.set(
        owner,
        provided.map(({ name }) => name),
      );
      for (const each of provided) {
        each.externalIn.add(owner);
        each.providedIn.add(owner);
      }
    }
  }
}

export function addOverrides(model: FederationModel, draw: Draw): void {
  for (const entity of entitiesOf(model)) {
    for (const field of entity.fields) {
      const [owner, ...others] = field.owners;
      if (owner === undefined || others.length > 0 || field.needs !== null || field.provides.size > 0) continue;
      if (field.providedIn.size > 0 || draw(5) !== 4) continue;
      const named = namedIn(field.type);
      const former = [...entity.places.keys()].find(
        (each) => each !== owner && !field.externalIn.has(each) && isKnown(model, named, each),
      );
      if (former !== undefined) field.former = former;
    }
  }
}

function isKnown(model: FederationModel, name: string, subgraph: string): boolean {
  return !model.types.has(name) || isIn(model.types.get(name), subgraph);
}
