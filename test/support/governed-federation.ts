/** A federation in process whose labels a test writes by hand: real plans and real fetches under any law. */
import {
  buildASTSchema,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type GraphQLSchema,
} from 'graphql';
import type { Label, OwnerPolicy } from '../../directives/label';
import type { FieldEntry, LabelMap, TypeEntry } from '../../schema/label-map';
import { apiSchemaOf, loadSupergraphModel } from '../../schema/federation';
import type { Consumption, SubgraphInfo, Supergraph } from '../../schema/supergraph';
import { policy } from './hand-made-supergraph';
import {
  inProcessFederation,
  type InProcessFederation,
  type Interference,
  type SubgraphFixture,
} from './in-process-federation';

export interface GovernedSubgraph extends SubgraphFixture {
  readonly organisation: string;
  /** Default: GOV_DEPT. */
  readonly kind?: SubgraphInfo['kind'];
  readonly consumes?: readonly Consumption[];
}

export interface Governed extends InProcessFederation {
  readonly supergraph: Supergraph;
  readonly apiSchema: GraphQLSchema;
}

/**
 * @param laws `Type.field` → what its owner says (the organisation of the first subgraph that resolves it), a whole label, or `null` =
 *   unlabelled; everything else is openly unconditional
 */
export function governedFederation(
  fixtures: readonly GovernedSubgraph[],
  laws: Readonly<Record<string, Partial<OwnerPolicy> | Label | null>> = {},
  interfere?: Interference,
): Governed {
  const federation = inProcessFederation(fixtures, interfere);
  const sdl = federation.supergraphSdl;
  const subgraphs: Record<string, SubgraphInfo> = {};
  for (const { name, sdl: own, organisation, kind = 'GOV_DEPT', consumes = [] } of fixtures) {
    const routingUrl = `http://${name}.invalid/`;
    subgraphs[name] = {
      name,
      routingUrl,
      sdl: own,
      sdlHash: '',
      organisation,
      kind,
      level: 'REGION',
      region: '450000',
      consumes,
    };
  }
  const labelMap = labelMapOf(sdl, subgraphs, laws);
  return {
    ...federation,
    supergraph: { schemaId: 'governed', supergraphSdl: sdl, planningSdl: sdl, labelMap, subgraphs },
    apiSchema: apiSchemaOf(loadSupergraphModel(sdl)),
  };
}

function labelMapOf(
  sdl: string,
  subgraphs: Readonly<Record<string, SubgraphInfo>>,
  laws: Readonly<Record<string, Partial<OwnerPolicy> | Label | null>>,
): LabelMap {
  const schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });
  const names = graphNames(schema);
  const fields: Record<string, FieldEntry> = {};
  const types: Record<string, TypeEntry> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type) && !isUnionType(type)) continue;
    if (type.name.startsWith('__')) continue;
    const declared = joins(type.astNode?.directives, 'join__type').map((join) => ({
      subgraph: names.get(join.get('graph') ?? '') ?? '',
      key: join.get('key'),
    }));
    const keyed = declared.filter(({ key }) => key !== undefined);
    types[type.name] = {
      name: type.name,
      kind: isObjectType(type) ? 'OBJECT' : isInterfaceType(type) ? 'INTERFACE' : 'UNION',
      label: null,
      bySubgraph: {},
      subject: null,
      scopes: {},
      keyedIn: keyed.map(({ subgraph }) => subgraph),
      keys: Object.fromEntries(
        keyed.map(({ subgraph }) => [
          subgraph,
          keyed.filter((each) => each.subgraph === subgraph).map(({ key }) => key ?? ''),
        ]),
      ),
    };
    if (isUnionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const joined = joins(field.astNode?.directives, 'join__field').filter((join) => join.has('graph'));
      const all = joined.length === 0 ? [...new Set(declared.map(({ subgraph }) => subgraph))] : [];
      const of = (external: boolean): readonly string[] =>
        joined
          .filter((join) => (join.get('external') === 'true') === external)
          .map((join) => names.get(join.get('graph') ?? '') ?? '');
      const resolvedBy = [...all, ...of(false)];
      const label = labelFrom(laws[coordinate], subgraphs[resolvedBy[0] ?? '']?.organisation ?? 'NOBODY');
      fields[coordinate] = {
        coordinate,
        label,
        bySubgraph: Object.fromEntries(resolvedBy.map((name) => [name, label])),
        resolvedBy,
        externalIn: of(true),
        sources: [],
        influences: [],
        revealsNothing: false,
        arguments: Object.fromEntries(
          field.args.map((argument) => [argument.name, { influences: [], scope: null, pagination: false }]),
        ),
      };
    }
  }
  return { lawProfile: 'gx-draft-rev', fields, types, inputFields: {}, enumValues: {} };
}

function labelFrom(law: Partial<OwnerPolicy> | Label | null | undefined, owner: string): Label | null {
  if (law === null) return null;
  if (law !== undefined && 'owners' in law) return law;
  return { owners: { [owner]: policy(law) }, grade: null };
}

function graphNames(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const graphs = schema.getType('join__Graph')?.astNode;
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    (graphs.values ?? []).map((value) => [
      value.name.value,
      joins(value.directives, 'join__graph')[0]?.get('name') ?? '',
    ]),
  );
}

function joins(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): readonly ReadonlyMap<string, string>[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map(
      ({ arguments: given = [] }) =>
        new Map(
          given.flatMap((each) =>
            'value' in each.value ? [[each.name.value, String(each.value.value)] as const] : [],
          ),
        ),
    );
}
