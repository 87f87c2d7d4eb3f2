/** All subgraphs together, by name: which types there are, what implements what, and who declares which field how. */
import type { FieldModel, SubgraphModel, TypeModel } from '../subgraph-model';

export interface Declaration {
  readonly subgraph: SubgraphModel;
  readonly type: TypeModel;
}

export interface FieldDeclaration extends Declaration {
  readonly field: FieldModel;
}

export class CompositionIndex {
  private readonly declarations = new Map<string, Declaration[]>();
  private readonly implementers = new Map<string, Set<string>>();
  private readonly interfaces = new Map<string, Set<string>>();
  private readonly memberships = new Map<string, Set<string>>();

  constructor(readonly subgraphs: readonly SubgraphModel[]) {
    for (const subgraph of subgraphs) {
      for (const type of Object.values(subgraph.types)) {
        into(this.declarations, type.name, () => []).push({ subgraph, type });
        for (const name of type.interfaces) {
          into(this.interfaces, type.name, () => new Set<string>()).add(name);
          if (type.kind === 'OBJECT') into(this.implementers, name, () => new Set<string>()).add(type.name);
        }
        for (const member of type.members) into(this.memberships, type.name, () => new Set<string>()).add(member);
      }
    }
  }

  typeNames(): readonly string[] {
    return [...this.declarations.keys()].sort();
  }

  declarationsOf(typeName: string): readonly Declaration[] {
    return this.declarations.get(typeName) ?? [];
  }

  /** What the supergraph will say: an `@interfaceObject` is an interface there. */
  kindOf(typeName: string): TypeModel['kind'] | null {
    const kinds = this.declarationsOf(typeName);
    if (kinds.some(({ type }) => type.kind === 'INTERFACE' || type.interfaceObject)) return 'INTERFACE';
    return kinds[0]?.type.kind ?? null;
  }

  /** Object types only, by name; in any subgraph. */
  implementersOf(interfaceName: string): readonly string[] {
    return [...(this.implementers.get(interfaceName) ?? [])].sort();
  }

  interfacesOf(typeName: string): readonly string[] {
    return [...(this.interfaces.get(typeName) ?? [])].sort();
  }

  /** Object types that can stand where the type is named. */
  possibleTypes(typeName: string): readonly string[] {
    switch (this.kindOf(typeName)) {
      case 'OBJECT':
        return [typeName];
      case 'INTERFACE':
        return this.implementersOf(typeName);
      case 'UNION':
        return [...(this.memberships.get(typeName) ?? [])].sort();
      case 'ENUM':
      case 'INPUT':
      case 'SCALAR':
      case null:
        return [];
    }
  }

  fieldNames(typeName: string): readonly string[] {
    const own = this.declarationsOf(typeName).flatMap(({ type }) => Object.keys(type.fields));
    // What an `@interfaceObject` adds to an interface stands on every concrete type.
    const added = this.interfacesOf(typeName).flatMap((name) =>
      this.declarationsOf(name).flatMap(({ type }) => (type.interfaceObject ? Object.keys(type.fields) : [])),
    );
    return [...new Set([...own, ...added])].sort();
  }

  fieldDeclarations(typeName: string, fieldName: string): readonly FieldDeclaration[] {
    return this.declarationsOf(typeName).flatMap(({ subgraph, type }) => {
      const field = type.fields[fieldName];
      return field === undefined ? [] : [{ subgraph, type, field }];
    });
  }

  /** Whether any subgraph can be asked for objects of this type by a key. */
  isKeyed(typeName: string): boolean {
    return this.keyedIn(typeName).length > 0;
  }

  keyedIn(typeName: string): readonly string[] {
    return this.declarationsOf(typeName)
      .filter(({ type }) => type.keys.some(({ resolvable }) => resolvable))
      .map(({ subgraph }) => subgraph.name)
      .sort();
  }
}

function into<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
