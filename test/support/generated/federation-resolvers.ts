/** Resolvers of each subgraph of a model, and the same as one server: neither has any data but `federation-values.ts`. */
import {
  execute,
  getArgumentValues,
  isObjectType,
  parse,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Resolvers, SubgraphFixture } from '../in-process-federation';
import { printArguments } from './federation-literals';
import {
  entitiesOf,
  interfacesOf,
  isIn,
  type FederationModel,
  type ModelEntity,
  type ModelField,
  type ModelInterface,
  type Need,
} from './federation-model';
import { entityOf, fieldValue, keyValue, selected, zipOf, type ModelObject } from './federation-values';
import { subgraphSdl } from './federation-sdl';

type Given = Readonly<Record<string, unknown>>;
type Resolve = (source: ModelObject | undefined, args: Given) => unknown;

const keyNames = ['id', 'code', 'region', 'number', 'home'];

export function fixturesOf(model: FederationModel): readonly SubgraphFixture[] {
  return model.subgraphs.map((name) => ({
    name,
    sdl: subgraphSdl(model, name),
    resolvers: resolversOf(model, name) as unknown as Resolvers,
  }));
}

function resolversOf(model: FederationModel, subgraph: string): Record<string, Record<string, unknown>> {
  const resolvers: Record<string, Record<string, unknown>> = {};
  const roots = [
    ['Query', model.queries],
    ['Mutation', model.mutations],
  ] as const;
  for (const [name, fields] of roots) {
    const own = fields.filter((field) => field.owners.has(subgraph));
    if (own.length > 0) resolvers[name] = fieldsOf(model, own, subgraph);
  }
  for (const type of model.types.values()) {
    if (type.kind === 'interface') {
      if (type.keyed?.home === subgraph || type.keyed?.objectIn === subgraph) {
        resolvers[type.name] = keyedInterface(model, type, subgraph);
      }
    } else if (type.kind === 'value') {
      resolvers[type.name] = type.name === 'Home' ? home(model, type.fields) : fieldsOf(model, type.fields, subgraph);
    } else if (type.kind === 'entity' && isIn(type, subgraph)) {
      resolvers[type.name] = entity(model, type, subgraph);
    }
  }
  return Object.fromEntries(Object.entries(resolvers).filter(([, fields]) => Object.keys(fields).length > 0));
}

function home(model: FederationModel, fields: readonly ModelField[]): Record<string, unknown> {
  return { ...fieldsOf(model, fields, null), zip: ({ at }: ModelObject) => zipOf(at) };
}

function entity(model: FederationModel, type: ModelEntity, subgraph: string): Record<string, unknown> {
  const mine = type.fields.filter(
    (field) => field.owners.has(subgraph) || field.former === subgraph || field.externalIn.has(subgraph),
  );
  const keys = [...(type.places.get(subgraph)?.keys.keys() ?? [])].join(' ');
  return {
    __resolveReference: (given: Given) => reference(type.name, entityOf(type, given), given),
    ...Object.fromEntries(
      keyNames.filter((name) => keys.includes(name)).map((name) => [name, ({ at }: ModelObject) => keyValue(at, name)]),
    ),
    ...fieldsOf(model, mine, subgraph),
  };
}

function keyedInterface(model: FederationModel, type: ModelInterface, subgraph: string): Record<string, unknown> {
  const asObject = type.keyed?.objectIn === subgraph;
  return {
    __resolveReference(given: Given) {
      for (const each of entitiesOf(model).filter(({ name }) => type.implementers.includes(name))) {
        const at = entityOf(each, given);
        if (at !== null) return reference(asObject ? type.name : each.name, at, given, each.name);
      }
      return null;
    },
    ...(asObject
      ? { id: ({ at }: ModelObject) => keyValue(at, 'id'), ...fieldsOf(model, type.keyed.extra, subgraph) }
      : {}),
  };
}

function reference(__typename: string, at: string | null, given: Given, is = __typename): ModelObject | null {
  return at === null ? null : { __typename, is, at, given };
}

function fieldsOf(
  model: FederationModel,
  fields: readonly ModelField[],
  subgraph: string | null,
): Record<string, Resolve> {
  return Object.fromEntries(fields.map((field) => [field.name, resolver(model, field, subgraph)]));
}

function resolver(model: FederationModel, field: ModelField, subgraph: string | null): Resolve {
  return (source, args) => {
    const owner = subgraph === null || field.owners.has(subgraph);
    if (!owner && (field.former === subgraph || !field.providedIn.has(subgraph))) {
      throw new Error(`\`${subgraph}\` must never be asked for \`${field.name}\``);
    }
    const inputs = field.needs === null ? undefined : inputsOf(model, source, field.needs, subgraph);
    return fieldValue(model, source?.at ?? '', field, args, inputs, subgraph);
  };
}

function inputsOf(
  model: FederationModel,
  source: ModelObject | undefined,
  needs: readonly Need[],
  subgraph: string | null,
): unknown {
  const given = source?.given ?? {};
  const read = (object: Given, need: Need): unknown => {
    if (Object.hasOwn(object, need.field)) return object[need.field];
    const field = fieldNamed(model, source?.is ?? '', need.field);
    // Where it has a copy of what it needs, nobody sends it one.
    const hasCopy = object === given && subgraph !== null && field?.providedIn.has(subgraph) === true;
    if (!hasCopy) throw new Error(`a representation lacks \`${need.field}\``);
    return fieldValue(model, source?.at ?? '', field, {}, undefined, subgraph);
  };
  return selected(given, needs, read as never);
}

function fieldNamed(model: FederationModel, typeName: string, name: string): ModelField | undefined {
  const type = model.types.get(typeName);
  return type?.kind === 'entity' ? type.fields.find((each) => each.name === name) : undefined;
}

/** The answer of one server that has everything. */
export async function askModel(
  model: FederationModel,
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): Promise<ExecutionResult> {
  return await execute({
    schema,
    document,
    variableValues: { ...variables },
    fieldResolver: (source: ModelObject | undefined, args, _context, { parentType, fieldName }) => {
      if (source === undefined) {
        const root = [...model.queries, ...model.mutations].find(({ name }) => name === fieldName);
        if (root === undefined) throw new Error(`no root field \`${fieldName}\``);
        return fieldValue(model, '', root, args as Given, undefined, null);
      }
      return memberValue(model, schema, source, parentType.name, fieldName, args as Given);
    },
  });
}

function memberValue(
  model: FederationModel,
  schema: GraphQLSchema,
  { at }: ModelObject,
  typeName: string,
  name: string,
  args: Given,
): unknown {
  const type = model.types.get(typeName);
  if (type?.kind === 'entity' && keyNames.includes(name)) return keyValue(at, name);
  if (typeName === 'Home' && name === 'zip') return zipOf(at);
  const own = type?.kind === 'entity' || type?.kind === 'value' ? type.fields : [];
  const extra = interfacesOf(model).flatMap(({ implementers, keyed }) =>
    implementers.includes(typeName) ? (keyed?.extra ?? []) : [],
  );
  const field = [...own, ...extra].find((each) => each.name === name);
  if (field === undefined) throw new Error(`no field \`${typeName}.${name}\``);
  const read = (object: ModelObject, need: Need): unknown =>
    memberValue(model, schema, object, object.is, need.field, coerced(schema, object.is, need));
  const inputs =
    field.needs === null ? undefined : selected({ __typename: typeName, is: typeName, at }, field.needs, read as never);
  return fieldValue(model, at, field, args, plain(inputs), null);
}

/** What arguments a field set's literals become, defaults filled in. */
function coerced(schema: GraphQLSchema, typeName: string, need: Need): Given {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[need.field] : undefined;
  const node = (parse(`{ ${need.field}${printArguments(need.args)} }`).definitions[0] as OperationDefinitionNode)
    .selectionSet.selections[0] as FieldNode;
  return field === undefined ? {} : getArgumentValues(field, node);
}

/** As it comes out of JSON. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
