/** A supergraph whose labels a test writes by hand, so that the compiler can be tried without composition. */
import {
  buildSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  parse,
  type GraphQLSchema,
} from 'graphql';
import type { Label, OwnerPolicy, ScopeRule, SubjectRule } from '../../directives/label';
import { compileOperation, type CompileOutcome } from '../../gateway/compiler/compile-operation';
import type { CompileInput } from '../../gateway/compiler/compile-input';
import type { Grant } from '../../gateway/policy/grant';
import type { GrantSnapshot } from '../../gateway/policy/grant-source';
import { lawProfile } from '../../gateway/policy/known-law-profiles';
import type { Principal } from '../../gateway/policy/principal';
import type { ArgumentEntry, FieldEntry, LabelMap, TypeEntry } from '../../schema/label-map';
import type { Supergraph } from '../../schema/supergraph';

export const owner = 'OWNER';
export const recipient = 'RECIPIENT';

export function policy(changes: Partial<OwnerPolicy> = {}): OwnerPolicy {
  return {
    share: 'UNCONDITIONAL',
    open: 'UNCONDITIONAL',
    purposes: null,
    methods: null,
    conditions: [],
    scope: [],
    basis: [],
    reasons: [],
    noOnward: false,
    deidentified: null,
    ...changes,
  };
}

export function labelled(changes: Partial<OwnerPolicy> = {}, by = owner): Label {
  return { owners: { [by]: policy(changes) }, grade: null };
}

export interface HandMade {
  /** `Type.field` → label; what is not named is openly unconditional. `null` = unlabelled. */
  readonly labels?: Readonly<Record<string, Label | null>>;
  readonly typeLabels?: Readonly<Record<string, Label>>;
  readonly scopes?: Readonly<Record<string, ScopeRule>>;
  /** Arguments, by name, that the gateway fills. */
  readonly scopeArguments?: Readonly<Record<string, ScopeRule>>;
  readonly subjects?: Readonly<Record<string, SubjectRule>>;
  /** Types without a key. */
  readonly valueTypes?: readonly string[];
  /** `Type.field(argument)` or `Input.field` or `Enum.VALUE` → what it reveals. */
  readonly influences?: Readonly<Record<string, readonly string[]>>;
  readonly pagination?: readonly string[];
  readonly revealsNothing?: readonly string[];
  /** What clients may name; default: all of it. */
  readonly apiSdl?: string;
}

export interface Workbench {
  readonly supergraph: Supergraph;
  readonly apiSchema: GraphQLSchema;
}

export function handMadeSupergraph(sdl: string, made: HandMade = {}): Workbench {
  const schema = buildSchema(sdl);
  const fields: Record<string, FieldEntry> = {};
  const types: Record<string, TypeEntry> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !isCompositeType(type)) continue;
    const keyed =
      isObjectType(type) && !made.valueTypes?.includes(type.name) && !['Query', 'Mutation'].includes(type.name);
    const scope = made.scopes?.[type.name];
    types[type.name] = {
      name: type.name,
      kind: isInterfaceType(type) ? 'INTERFACE' : isUnionType(type) ? 'UNION' : 'OBJECT',
      label: made.typeLabels?.[type.name] ?? null,
      bySubgraph: {},
      subject: made.subjects?.[type.name] ?? null,
      scopes: scope === undefined ? {} : { [owner]: scope },
      keyedIn: keyed ? ['one'] : [],
      keys: {},
    };
    if (isUnionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const given = made.labels?.[coordinate];
      const label = given === undefined ? labelled() : given;
      fields[coordinate] = {
        coordinate,
        label,
        bySubgraph: { one: label },
        resolvedBy: ['one'],
        externalIn: [],
        sources: [],
        influences: made.influences?.[coordinate] ?? [],
        revealsNothing: made.revealsNothing?.includes(coordinate) ?? false,
        arguments: Object.fromEntries(
          field.args.map((argument): [string, ArgumentEntry] => [
            argument.name,
            {
              influences: made.influences?.[`${coordinate}(${argument.name})`] ?? [],
              scope: made.scopeArguments?.[argument.name] ?? null,
              pagination:
                made.pagination?.includes(argument.name) ?? ['first', 'limit', 'after'].includes(argument.name),
            },
          ]),
        ),
      };
    }
  }
  const inputs = Object.entries(made.influences ?? {}).filter(([name]) => !name.includes('('));
  const influencing = Object.fromEntries(inputs.map(([name, influences]) => [name, { influences }]));
  const labelMap: LabelMap = {
    lawProfile: 'gx-draft-rev',
    fields,
    types,
    inputFields: influencing,
    enumValues: influencing,
  };
  return {
    supergraph: { schemaId: 'hand-made', supergraphSdl: sdl, planningSdl: sdl, labelMap, subgraphs: {} },
    apiSchema: buildSchema(made.apiSdl ?? sdl),
  };
}

export const anonymous: Principal = {
  client: 'anonymous',
  organisation: null,
  route: 'OPEN',
  purposes: [],
  methods: ['QUERY'],
  person: null,
  foreignParties: [],
};

export const desk: Principal = {
  ...anonymous,
  client: 'desk',
  organisation: recipient,
  route: 'SHARE',
  purposes: ['work'],
  methods: ['QUERY', 'MUTATE'],
};

export function grant(changes: Partial<Grant> = {}): Grant {
  return {
    id: 'G-1',
    kind: 'SHARE',
    provider: owner,
    recipient,
    fields: [],
    purposes: ['work'],
    methods: ['QUERY'],
    scenario: 'test',
    scope: 'ALL',
    processors: [],
    issuedBy: 'AUTHORITY',
    validFrom: 0,
    validUntil: 1_000_000,
    basis: [],
    instruments: { commitment: null, agreement: null },
    status: 'ACTIVE',
    ...changes,
  };
}

export function granting(...grants: Grant[]): GrantSnapshot {
  return {
    epoch: 1,
    candidates: (provider, to, kind) =>
      grants.filter((each) => each.provider === provider && each.recipient === to && each.kind === kind),
    byId: (id) => grants.find((each) => each.id === id),
    nextBoundary: (instant) =>
      Math.min(
        ...grants.flatMap(({ validFrom, validUntil }) => [validFrom, validUntil]).filter((each) => each > instant),
      ),
  };
}

export function compile(bench: Workbench, query: string, changes: Partial<CompileInput> = {}): CompileOutcome {
  return compileOperation({
    ...bench,
    document: parse(query),
    operationName: null,
    variables: {},
    principal: desk,
    purpose: 'work',
    grants: granting(),
    instant: 1_000,
    profile: lawProfile('gx-draft-rev') as CompileInput['profile'],
    maxTokens: 50_000,
    onDeny: 'partial',
    ...changes,
  });
}
