/** Compiles what all subgraphs say into one map, coordinate → label; it reads their own SDLs and nothing else. */
import { union, type Label } from '../directives';
import type { ArgumentEntry, FieldEntry, Influence, LabelMap } from './label-map';
import { CompositionIndex } from './labels/composition-index';
import { labelFields, type LabelledField } from './labels/field-labels';
import { finished } from './labels/finished-label';
import { paginationArguments } from './labels/influence-words';
import { interfaceEntries } from './labels/interface-entries';
import { judgeInfluences, type Judgement } from './labels/judge-influences';
import { typeEntries } from './labels/type-entries';
import type { RegisterView } from './register-view';
import type { InputModel, SubgraphModel } from './subgraph-model';
import { record } from './subgraph-shape';

export function compileLabels(
  subgraphs: readonly SubgraphModel[],
  register: RegisterView,
  lawProfile: string,
): LabelMap {
  const index = new CompositionIndex(subgraphs);
  const labelled = labelFields(index, register);
  const judgements = judgeInfluences(index, labelled);
  const revealed = byInput(judgements);
  const fields = record<FieldEntry>();
  for (const [coordinate, field] of labelled) fields[coordinate] = fieldEntry(coordinate, field, revealed);
  Object.assign(fields, interfaceEntries(index, fields));
  return Object.freeze({
    lawProfile,
    fields: sorted(fields),
    types: typeEntries(index),
    inputFields: influences('inputField', judgements, index),
    enumValues: influences('enumValue', judgements, index),
  });
}

/** What GX3504 has to say: every judgement, also of what was said. */
export function judgeSubgraphs(subgraphs: readonly SubgraphModel[], register: RegisterView): readonly Judgement[] {
  const index = new CompositionIndex(subgraphs);
  return judgeInfluences(index, labelFields(index, register));
}

function fieldEntry(coordinate: string, labelled: LabelledField, revealed: Revealed): FieldEntry {
  const declarations = labelled.contributions.resolving.map(({ declaration }) => declaration);
  const bySubgraph = record<Label | null>();
  for (const [name, label] of labelled.bySubgraph) bySubgraph[name] = finished(label);
  const said = declarations.map(({ field }) => field.influences);
  return Object.freeze({
    coordinate,
    label: finished(labelled.label),
    bySubgraph,
    resolvedBy: declarations.map(({ subgraph }) => subgraph.name),
    externalIn: labelled.contributions.externalIn,
    sources: labelled.sources,
    influences: said.reduce<readonly string[]>((joined, each) => union(joined, each ?? []), []),
    revealsNothing: said.length > 0 && said.every((each) => each !== null && each.length === 0),
    arguments: argumentEntries(coordinate, labelled, revealed),
  });
}

function argumentEntries(
  coordinate: string,
  { contributions }: LabelledField,
  revealed: Revealed,
): Readonly<Record<string, ArgumentEntry>> {
  const inputs = contributions.resolving.flatMap(({ declaration }) => Object.values(declaration.field.arguments));
  const entries = record<ArgumentEntry>();
  for (const name of [...new Set(inputs.map((input) => input.name))].sort()) {
    const same = inputs.filter((input) => input.name === name);
    entries[name] = Object.freeze({
      influences: revealed.get(`${coordinate}(${name}:)`) ?? [],
      scope: scopeOf(same),
      pagination: paginationArguments.has(name),
    });
  }
  return entries;
}

/** The gateway fills an argument only where everyone who resolves the field takes the same scope in it, hidden from clients. */
function scopeOf(inputs: readonly InputModel[]): ArgumentEntry['scope'] {
  const [first] = inputs;
  const rule = first?.scope ?? null;
  if (rule === null) return null;
  const agreed = inputs.every(
    ({ scope, inaccessible }) => inaccessible && scope?.by === rule.by && scope.kind === rule.kind,
  );
  return agreed ? { by: rule.by, kind: rule.kind } : null;
}

/** Input → coordinates that using it reveals, over every place where it can be used. */
type Revealed = ReadonlyMap<string, readonly string[]>;

function byInput(judgements: readonly Judgement[]): Revealed {
  const revealed = new Map<string, readonly string[]>();
  for (const { input, influences: each } of judgements) revealed.set(input, union(revealed.get(input) ?? [], each));
  return revealed;
}

/** Members of input objects and enums; those that no argument leads to reveal what they say. */
function influences(
  kind: 'inputField' | 'enumValue',
  judgements: readonly Judgement[],
  index: CompositionIndex,
): Readonly<Record<string, Influence>> {
  const collected = new Map<string, readonly string[]>();
  const add = (input: string, each: readonly string[]): void => {
    collected.set(input, union(collected.get(input) ?? [], each));
  };
  for (const name of index.typeNames()) {
    for (const { type } of index.declarationsOf(name)) {
      if (kind === 'inputField') {
        for (const field of Object.values(type.inputFields)) add(field.coordinate, field.influences ?? []);
      } else {
        for (const [value, said] of Object.entries(type.enumValues)) add(`${name}.${value}`, said.influences ?? []);
      }
    }
  }
  for (const judgement of judgements) if (judgement.kind === kind) add(judgement.input, judgement.influences);
  const entries = record<Influence>();
  for (const [input, each] of collected) entries[input] = { influences: each };
  return sorted(entries);
}

function sorted<T>(table: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const ordered = record<T>();
  for (const key of Object.keys(table).sort()) ordered[key] = table[key] as T;
  return Object.freeze(ordered);
}
