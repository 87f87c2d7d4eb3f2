/** How the merged data of a rewritten document become the client's answer. */
import { getNamedType, isEnumType, isObjectType, type GraphQLOutputType, type GraphQLSchema } from 'graphql';
import type { LabelMap } from '../../schema/label-map';
import type { Decision } from '../policy/decision';
import { agreementAt } from './agreement';
import type { Aliases } from './aliases';
import type { FieldShape, ShapeNode, TypeShape } from './compiled-operation';
import type { Occurrence, PositionNode, TypeUse } from './position';

export interface ShapeInput {
  readonly root: PositionNode;
  readonly decisions: readonly Decision[];
  readonly aliases: Aliases;
  readonly map: LabelMap;
  readonly apiSchema: GraphQLSchema;
}

/** @returns `null` where the root itself was nulled by a denied non-null field. */
export function buildShape(input: ShapeInput): ShapeNode | null {
  const shapes = new Map<PositionNode, ShapeNode>();
  const shapeOf = (node: PositionNode): ShapeNode => {
    const before = shapes.get(node);
    if (before !== undefined) return before;
    const agreement = agreementAt(node, input.decisions, input.aliases, input.map);
    const typename = agreement.typename && node.position.length > 0 ? input.aliases.typename : null;
    const [only] = agreement.released;
    const byType: Record<string, TypeShape> = Object.create(null) as Record<string, TypeShape>;
    if (!agreement.agree) {
      for (const use of agreement.released) byType[use.type.name] = typeShape(use, use.type.name, use.type.name);
    }
    const concrete = node.uses.length === 1 && isObjectType(only?.type) ? only.type.name : null;
    const any =
      agreement.agree && only !== undefined ? typeShape(only, concrete ?? node.staticType.name, concrete) : null;
    const unnamed = agreement.agree ? [] : node.uses.filter((use) => use.hidden && use.state === 'live');
    const shape: ShapeNode = {
      ...{ position: node.position, typename, any, byType },
      unnamed: unnamed.map((use) => use.type.name),
    };
    shapes.set(node, shape);
    return shape;
  };

  const typeShape = (use: TypeUse, name: string, concrete: string | null): TypeShape => {
    const entry = input.map.types[use.type.name];
    const subject = entry?.subject ?? null;
    const scopes: Record<string, TypeShape['scopes'][string]> = Object.create(null) as Record<string, never>;
    for (const owner of use.scopeOwners) {
      const rule = entry?.scopes[owner];
      if (rule !== undefined) {
        scopes[owner] = { alias: input.aliases.ofReserved(use.type.name, rule.by), by: rule.by, kind: rule.kind };
      }
    }
    return {
      name,
      row: use.row,
      subject:
        subject === null ? null : { alias: input.aliases.ofReserved(use.type.name, subject.key), kind: subject.kind },
      scopes,
      rowSlots: [...use.rowSlots].sort((a, b) => a - b),
      fields: use.occurrences.map((occurrence) => fieldShape(occurrence, name, concrete)),
    };
  };

  const fieldShape = (occurrence: Occurrence, holder: string, concrete: string | null): FieldShape => {
    const base = { key: occurrence.key, coordinate: `${holder}.${occurrence.name}`, type: occurrence.type };
    if (occurrence.slot === null) {
      return occurrence.name === '__typename'
        ? { ...base, kind: 'typename', value: concrete }
        : { ...base, kind: 'introspection' };
    }
    if (occurrence.state !== 'live') return { ...base, kind: 'denied' };
    const live = { ...base, alias: input.aliases.of(occurrence), slot: occurrence.slot };
    if (occurrence.child === null)
      return { ...live, kind: 'leaf', values: visibleValues(occurrence.type, input.apiSchema) };
    return { ...live, kind: 'composite', scopedOn: occurrence.scopedOn, child: shapeOf(occurrence.child) };
  };

  return input.root.nulled ? null : shapeOf(input.root);
}

/** Subgraphs know values that are `@inaccessible`; clients never see them. */
function visibleValues(type: GraphQLOutputType, apiSchema: GraphQLSchema): ReadonlySet<string> | null {
  const named = getNamedType(type);
  if (!isEnumType(named)) return null;
  const visible = apiSchema.getType(named.name);
  return new Set(isEnumType(visible) ? visible.getValues().map(({ name }) => name) : []);
}
