/** The types of one subgraph as the federation library models them, joined with what our directives say at each element. */
import { nothingSaid, type ElementReading } from '../directives';
import {
  baseType,
  isCompositeType,
  isEnumType,
  isFederationField,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  type ArgumentDefinition,
  type Directive,
  type FederationMetadata,
  type FieldDefinition,
  type InputFieldDefinition,
  type InterfaceType,
  type NamedType,
  type ObjectType,
  type Subgraph,
} from './federation';
import type { FieldModel, InputModel, KeyModel, TypeModel } from './subgraph-model';

/** @param readings by coordinate; elements of which nothing is said may be missing */
export function readShape(
  subgraph: Subgraph,
  readings: ReadonlyMap<string, ElementReading>,
): Readonly<Record<string, TypeModel>> {
  const metadata = subgraph.metadata();
  const machinery = new Set(metadata.allFederationTypes().map((type) => type.name));
  const shape = new Shape(metadata, readings);
  const types = record<TypeModel>();
  for (const type of [...subgraph.schema.types()].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const isFeature = subgraph.schema.coreFeatures?.sourceFeature(type) !== undefined;
    if (isFeature || machinery.has(type.name) || /^_(Any|Entity|Service|FieldSet)$/.test(type.name)) continue;
    types[type.name] = shape.typeOf(type);
  }
  return types;
}

/** A table keyed by names of a schema, which may be those of `Object.prototype`. */
export function record<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

type Input = ArgumentDefinition<FieldDefinition<ObjectType | InterfaceType>> | InputFieldDefinition;

class Shape {
  constructor(
    private readonly metadata: FederationMetadata,
    private readonly readings: ReadonlyMap<string, ElementReading>,
  ) {}

  typeOf(type: NamedType): TypeModel {
    const reading = this.readings.get(type.name);
    const fields = record<FieldModel>();
    const inputFields = record<InputModel>();
    const enumValues = record<{ line: number | null; influences: readonly string[] | null }>();
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of type.fields()) if (!isFederationField(field)) fields[field.name] = this.fieldOf(field);
    } else if (isInputObjectType(type)) {
      for (const field of type.fields()) inputFields[field.name] = this.inputOf(field);
    } else if (isEnumType(type)) {
      for (const value of type.values) {
        const influences = this.readings.get(`${type.name}.${value.name}`)?.influences ?? null;
        enumValues[value.name] = { line: lineOf(value), influences };
      }
    }
    return {
      name: type.name,
      kind: kindOf(type),
      line: lineOf(type) ?? lineOf(type.extensions()[0]),
      interfaceObject: this.metadata.isInterfaceObjectType(type),
      inaccessible: this.isInaccessible(type),
      statements: reading?.statements ?? nothingSaid,
      subject: reading?.subject ?? null,
      scope: reading?.scope ?? null,
      keys: isObjectType(type) || isInterfaceType(type) ? this.keysOf(type) : [],
      interfaces: isObjectType(type) || isInterfaceType(type) ? type.interfaces().map((each) => each.name) : [],
      members: isUnionType(type) ? type.types().map((each) => each.name) : [],
      fields,
      inputFields,
      enumValues,
    };
  }

  private keysOf(type: ObjectType | InterfaceType): readonly KeyModel[] {
    return applied(type, this.named('key')).map((directive) => {
      const { fields, resolvable } = directive.arguments() as { fields: unknown; resolvable?: unknown };
      return { fields: fieldSet(fields), resolvable: resolvable !== false, line: lineOf(directive) };
    });
  }

  private fieldOf(field: FieldDefinition<ObjectType | InterfaceType>): FieldModel {
    const reading = this.readings.get(field.coordinate);
    const type = field.type;
    const inner = type === undefined ? null : baseType(type);
    const inputs = record<InputModel>();
    for (const argument of field.arguments()) inputs[argument.name] = this.inputOf(argument);
    return {
      name: field.name,
      coordinate: field.coordinate,
      line: lineOf(field),
      type: String(type),
      namedType: inner?.name ?? '',
      composite: inner !== null && isCompositeType(inner),
      external: this.metadata.isFieldExternal(field),
      inaccessible: this.isInaccessible(field),
      shareable: this.metadata.isFieldShareable(field),
      requires: this.fieldSetOf(field, this.named('requires')),
      provides: this.fieldSetOf(field, this.named('provides')),
      override: this.overrideOf(field),
      statements: reading?.statements ?? nothingSaid,
      deidentified: reading?.deidentified ?? [],
      derived: reading?.derived ?? [],
      influences: reading?.influences ?? null,
      arguments: inputs,
    };
  }

  private inputOf(input: Input): InputModel {
    const reading = this.readings.get(input.coordinate);
    const type = input.type;
    return {
      name: input.name,
      coordinate: input.coordinate,
      line: lineOf(input),
      type: String(type),
      namedType: type === undefined ? '' : baseType(type).name,
      hasDefault: input.defaultValue !== undefined,
      inaccessible: this.isInaccessible(input),
      influences: reading?.influences ?? null,
      scope: reading?.scope ?? null,
    };
  }

  private fieldSetOf(field: FieldDefinition<ObjectType | InterfaceType>, directive: string): string | null {
    const sets = applied(field, directive).map((each) => fieldSet((each.arguments() as { fields: unknown }).fields));
    return sets.length === 0 ? null : sets.join(' ');
  }

  private overrideOf(field: FieldDefinition<ObjectType | InterfaceType>): FieldModel['override'] {
    const [override] = applied(field, this.named('override'));
    if (override === undefined) return null;
    const { from, label } = override.arguments() as { from: string; label?: string };
    return { from, label: label ?? null };
  }

  private isInaccessible(element: { readonly appliedDirectives: readonly Directive[] }): boolean {
    return applied(element, this.named('inaccessible')).length > 0;
  }

  /** Local name of a federation directive; a Federation 1 schema need not know it. */
  private named(directive: string): string {
    return this.metadata.federationDirectiveNameInSchema(directive);
  }
}

function kindOf(type: NamedType): TypeModel['kind'] {
  switch (type.kind) {
    case 'ObjectType':
      return 'OBJECT';
    case 'InterfaceType':
      return 'INTERFACE';
    case 'UnionType':
      return 'UNION';
    case 'EnumType':
      return 'ENUM';
    case 'InputObjectType':
      return 'INPUT';
    case 'ScalarType':
      return 'SCALAR';
  }
}

function applied(element: { readonly appliedDirectives: readonly Directive[] }, name: string): readonly Directive[] {
  return element.appliedDirectives.filter((directive) => directive.name === name);
}

/** Federation 1 also took lists and bare names (https://specs.apollo.dev/federation/v1.0). */
function fieldSet(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(' ') : String(value);
}

function lineOf(
  element: { readonly sourceAST?: { readonly kind: string; readonly loc?: unknown } } | undefined,
): number | null {
  const node = element?.sourceAST as Located | undefined;
  return (node?.name?.loc ?? node?.loc)?.startToken.line ?? null;
}

interface Located {
  readonly loc?: { readonly startToken: { readonly line: number } };
  readonly name?: { readonly loc?: { readonly startToken: { readonly line: number } } };
}
