/** Each subgraph's SDL of a model. */
import { printArguments, sharedTypes } from './federation-literals';
import {
  isIn,
  namedIn,
  type FederationModel,
  type ModelEntity,
  type ModelField,
  type ModelInterface,
  type ModelType,
  type Need,
} from './federation-model';
import { implementedIn } from './federation-references';

export function subgraphSdl(model: FederationModel, subgraph: string): string {
  const parts = [sharedTypes];
  const roots = [
    ['Query', model.queries],
    ['Mutation', model.mutations],
  ] as const;
  for (const [name, fields] of roots) {
    const own = fields.filter((field) => field.owners.has(subgraph)).map((field) => ownField(field, subgraph));
    if (own.length > 0) parts.push(`type ${name} {\n${own.join('\n')}\n}`);
  }
  for (const type of model.types.values()) {
    if (isIn(type, subgraph)) parts.push(typeText(model, type, subgraph));
    else if (type.kind === 'interface' && type.keyed?.objectIn === subgraph)
      parts.push(interfaceObject(type, subgraph));
    else if (type.name === 'Home' && hasHomes(model, subgraph)) parts.push(typeText(model, type, subgraph));
  }
  return parts.join('\n');
}

function hasHomes({ types }: FederationModel, subgraph: string): boolean {
  return [...types.values()].some(
    (each) => each.kind === 'entity' && each.places.get(subgraph)?.keys.has('home { zip }') === true,
  );
}

function typeText(model: FederationModel, type: ModelType, subgraph: string): string {
  switch (type.kind) {
    case 'entity':
      return entityText(model, type, subgraph);
    case 'value': {
      const fields = type.fields.map((field) => `  ${signature(field, subgraph)}`);
      return `type ${type.name}${heritage(model, type, subgraph)} @shareable {\n${fields.join('\n')}\n}`;
    }
    case 'union':
      return `union ${type.name} = ${(type.members.get(subgraph) ?? []).join(' | ')}`;
    case 'interface': {
      const key = type.keyed === null ? '' : ' @key(fields: "id")';
      return `interface ${type.name}${key} {\n${['  id: ID!', ...commonFields(model, type, subgraph)].join('\n')}\n}`;
    }
  }
}

function heritage(model: FederationModel, type: ModelType, subgraph: string): string {
  const names = implementedIn(model, type, subgraph);
  return names.length === 0 ? '' : ` implements ${names.join(' & ')}`;
}

function entityText(model: FederationModel, entity: ModelEntity, subgraph: string): string {
  const keys = [...(entity.places.get(subgraph)?.keys ?? [])];
  const directives = keys.map(
    ([fields, resolvable]) => `@key(fields: "${fields}"${resolvable ? '' : ', resolvable: false'})`,
  );
  const lines = keys.flatMap(([fields]) => keyFields[fields]);
  for (const field of entity.fields) {
    if (field.owners.has(subgraph) || field.former === subgraph) lines.push(ownField(field, subgraph));
    else if (field.externalIn.has(subgraph)) lines.push(`  ${signature(field, subgraph)} @external`);
  }
  return `type ${entity.name}${heritage(model, entity, subgraph)} ${directives.join(' ')} {\n${lines.join('\n')}\n}`;
}

const keyFields = {
  id: ['  id: ID!'],
  code: ['  code: String!'],
  'region number': ['  region: Int!', '  number: Int!'],
  'home { zip }': ['  home: Home!'],
};

function interfaceObject({ name, keyed }: ModelInterface, subgraph: string): string {
  const extra = (keyed?.extra ?? []).map((field) => ownField(field, subgraph));
  return `type ${name} @interfaceObject @key(fields: "id") {\n  id: ID!\n${extra.join('\n')}\n}`;
}

/** Fields that all of a subgraph's implementations answer themselves. */
function commonFields(model: FederationModel, type: ModelInterface, subgraph: string): readonly string[] {
  const there = type.implementers.map((name) => model.types.get(name)).filter((each) => isIn(each, subgraph));
  return type.common.flatMap((name) => {
    const fields = there.map((each) =>
      each?.kind === 'entity' || each?.kind === 'value' ? each.fields.find((field) => field.name === name) : undefined,
    );
    const [first] = fields;
    if (first === undefined || !fields.every((field) => field?.owners.has(subgraph) === true)) return [];
    return `  ${signature({ ...first, loose: new Set([subgraph]) }, subgraph)}`;
  });
}

function ownField(field: ModelField, subgraph: string): string {
  const { owners, former, needs, provides, providedIn } = field;
  const directives: string[] = [];
  if (owners.size > 1 || providedIn.size > 0) directives.push('@shareable');
  if (former !== null && former !== subgraph) directives.push(`@override(from: "${former}")`);
  if (needs !== null) directives.push(`@requires(fields: ${JSON.stringify(printNeeds(needs))})`);
  const provided = provides.get(subgraph);
  if (provided !== undefined) directives.push(`@provides(fields: "${provided.join(' ')}")`);
  return ['  ' + signature(field, subgraph), ...directives].join(' ');
}

export function printNeeds(needs: readonly Need[]): string {
  return needs
    .map(({ field, args, below }) => {
      const nested = below.length === 0 ? '' : ` { ${printNeeds(below)} }`;
      return `${field}${printArguments(args)}${nested}`;
    })
    .join(' ');
}

function signature({ name, type, args, loose }: ModelField, subgraph: string): string {
  const given = args.map((each) => `${each.name}: ${each.type}${each.default === null ? '' : ` = ${each.default}`}`);
  const declared = loose.has(subgraph) ? type.replaceAll('!', '') : type;
  return `${name}${given.length === 0 ? '' : `(${given.join(', ')})`}: ${declared}`;
}

/** Whether a field's type name stands for objects. */
export function isComposite(model: FederationModel, field: ModelField): boolean {
  return model.types.has(namedIn(field.type));
}
