/** What a subgraph must know besides, when it knows a type: referring to one brings along what that refers to. */
import { isIn, namedIn, type FederationModel, type ModelType } from './federation-model';

/** Whether a subgraph may know a type: none may have both an interface as an object and its implementations. */
export function allowedIn(model: FederationModel, name: string, subgraph: string): boolean {
  const type = model.types.get(name);
  switch (type?.kind) {
    case undefined:
      return true;
    case 'entity':
      return !knownAsObject(model, name, subgraph);
    case 'value':
      return type.fields.every((field) => allowedIn(model, namedIn(field.type), subgraph));
    case 'union':
      return type.members.has(subgraph);
    case 'interface':
      if (type.keyed !== null) return type.keyed.home === subgraph || type.keyed.objectIn === subgraph;
      return type.implementers.some((each) => allowedIn(model, each, subgraph));
  }
}

function knownAsObject({ types }: FederationModel, entity: string, subgraph: string): boolean {
  return [...types.values()].some(
    (each) => each.kind === 'interface' && each.keyed?.objectIn === subgraph && each.implementers.includes(entity),
  );
}

export function refer(model: FederationModel, name: string, subgraph: string): void {
  const type = model.types.get(name);
  if (type === undefined || isIn(type, subgraph)) return;
  switch (type.kind) {
    case 'entity':
      // Some can be fetched by this key from here, some are only referred to.
      type.places.set(subgraph, { keys: new Map([['id', (name.length + subgraph.charCodeAt(0)) % 2 === 0]]) });
      return;
    case 'value':
      type.usedIn.add(subgraph);
      for (const field of type.fields) {
        field.owners.add(subgraph);
        refer(model, namedIn(field.type), subgraph);
      }
      return;
    case 'union':
      type.usedIn.add(subgraph);
      for (const member of type.members.get(subgraph) ?? []) refer(model, member, subgraph);
      return;
    case 'interface':
      if (type.keyed !== null) return;
      type.definedIn.add(subgraph);
      for (const each of type.implementers) if (allowedIn(model, each, subgraph)) refer(model, each, subgraph);
  }
}

/** Interfaces that a type is declared to implement in a subgraph. */
export function implementedIn(model: FederationModel, type: ModelType, subgraph: string): readonly string[] {
  return [...model.types.values()].flatMap((each) =>
    each.kind === 'interface' && each.definedIn.has(subgraph) && each.implementers.includes(type.name) ? each.name : [],
  );
}
