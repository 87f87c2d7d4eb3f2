/**
 * Arguments by which a provider filters rows itself: the gateway fills them with what the grants admit, clients never see them
 * (vocabulary.md section 2, `@scope`). The gateway filters all the same what comes back.
 */
import { getNamedType, isCompositeType, type GraphQLArgument } from 'graphql';
import { regionCovers } from '../../directives/region';
import type { ScopeRule } from '../../directives/label';
import type { LabelMap } from '../../schema/label-map';
import type { OwnerScope } from '../policy/decision';
import { yieldedBy, type Occurrence } from './position';
import type { SchemaFacts } from './schema-facts';

export interface ScopeArgument {
  readonly definition: GraphQLArgument;
  readonly rule: ScopeRule;
}

/** What the arguments of one field are filled with, by name. */
export type Filled = ReadonlyMap<string, readonly string[]>;

export interface ScopeArguments {
  of(occurrence: Occurrence): readonly ScopeArgument[];
  /** Whether arguments of this field can say all of these scopes: each on the field by which its owner's scope is tested on the rows. */
  carry(occurrence: Occurrence, scopes: readonly OwnerScope[]): boolean;
  /** Values that all of these scopes admit; scopes that no argument can say are left out, and empty = none can be said. */
  fill(occurrence: Occurrence, scopes: readonly OwnerScope[]): Filled;
  /** Whether each row that the filled arguments let through lies within the scopes. */
  imply(occurrence: Occurrence, filled: Filled, scopes: readonly OwnerScope[]): boolean;
}

export function scopeArguments(map: LabelMap, facts: SchemaFacts): ScopeArguments {
  const of = ({ coordinate, slot }: Occurrence): readonly ScopeArgument[] => {
    const entries = (slot === null ? undefined : map.fields[coordinate]?.arguments) ?? {};
    const named = Object.entries(entries).flatMap(([name, { scope }]) =>
      scope === null ? [] : [[name, scope] as const],
    );
    if (named.length === 0) return [];
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const definitions = facts.fieldsOf(typeName)[fieldName]?.args ?? [];
    return named.flatMap(([name, rule]) =>
      definitions.filter((each) => each.name === name).map((definition) => ({ definition, rule })),
    );
  };

  /** Types of the rows asked for; where none is asked for, of all that there could be. */
  const rowTypes = (occurrence: Occurrence): readonly string[] => {
    const asked = yieldedBy(occurrence).rows.map(({ type }) => type.name);
    return asked.length > 0 ? asked : reachedRows(getNamedType(occurrence.type).name, facts);
  };

  const argumentFor = (
    given: readonly ScopeArgument[],
    types: readonly string[],
    { owner, anyOf }: OwnerScope,
  ): ScopeArgument | undefined => {
    const rules = types.map((type) => {
      const scopes = map.types[type]?.scopes ?? {};
      return Object.hasOwn(scopes, owner) ? scopes[owner] : undefined;
    });
    const [first] = rules;
    if (first === undefined || rules.some((rule) => rule?.by !== first.by || rule.kind !== first.kind))
      return undefined;
    if (!anyOf.some(({ values }) => Object.hasOwn(values, first.by))) return undefined;
    return given.find(({ rule }) => rule.by === first.by && rule.kind === first.kind);
  };

  return {
    of,
    carry(occurrence, scopes) {
      const given = of(occurrence);
      if (given.length === 0) return false;
      const types = rowTypes(occurrence);
      return scopes.every((scope) => argumentFor(given, types, scope) !== undefined);
    },
    fill(occurrence, scopes) {
      const filled = new Map<string, readonly string[]>();
      const given = of(occurrence);
      if (given.length === 0) return filled;
      const types = rowTypes(occurrence);
      for (const scope of scopes) {
        const argument = argumentFor(given, types, scope);
        if (argument === undefined) continue;
        const { definition, rule } = argument;
        const admitted = admittedBy(scope, rule);
        const before = filled.get(definition.name);
        filled.set(definition.name, before === undefined ? admitted : both(before, admitted, rule));
      }
      return filled;
    },
    imply(occurrence, filled, scopes) {
      const given = of(occurrence);
      const types = rowTypes(occurrence);
      return scopes.every((scope) => {
        const argument = argumentFor(given, types, scope);
        const values = argument === undefined ? undefined : filled.get(argument.definition.name);
        if (argument === undefined || values === undefined) return false;
        const admitted = admittedBy(scope, argument.rule);
        return values.every((value) => admitted.some((each) => covers(each, value, argument.rule)));
      });
    },
  };
}

/** Values that any one of the grants admits; what no row can lie within is left out. */
function admittedBy({ anyOf }: OwnerScope, rule: ScopeRule): readonly string[] {
  const named = anyOf.flatMap(({ values }) => (Object.hasOwn(values, rule.by) ? (values[rule.by] ?? []) : []));
  const distinct = [...new Set(named)].filter((value) => covers(value, value, rule));
  return distinct.filter((value) => !distinct.some((other) => other !== value && covers(other, value, rule))).sort();
}

function both(a: readonly string[], b: readonly string[], rule: ScopeRule): readonly string[] {
  const inner = [
    ...a.filter((value) => b.some((other) => covers(other, value, rule))),
    ...b.filter((value) => a.some((other) => covers(other, value, rule))),
  ];
  return [...new Set(inner)].sort();
}

function covers(scope: string, value: string, { kind }: ScopeRule): boolean {
  return kind === 'REGION' ? regionCovers(scope, value) : scope === value;
}

/** Row types to which fields of a type lead through value types. */
function reachedRows(typeName: string, facts: SchemaFacts): readonly string[] {
  const rows = new Set<string>();
  const seen = new Set<string>();
  const walk = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const type of facts.possibleTypes(name)) {
      if (facts.isRow(type.name)) {
        rows.add(type.name);
        continue;
      }
      for (const field of Object.values(type.getFields())) {
        const named = getNamedType(field.type);
        if (isCompositeType(named)) walk(named.name);
      }
    }
  };
  walk(typeName);
  return [...rows].sort();
}
