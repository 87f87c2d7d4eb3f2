/** Entries for the fields of interfaces: what holds whichever implementation stands behind one. */
import { strictest, union, type Label } from '../../directives';
import type { ArgumentEntry, FieldEntry } from '../label-map';
import { record } from '../subgraph-shape';
import type { CompositionIndex } from './composition-index';
import { finished } from './finished-label';
import { paginationArguments } from './influence-words';
import { statedFieldLabel } from './stated-label';

export function interfaceEntries(
  index: CompositionIndex,
  fields: Readonly<Record<string, FieldEntry>>,
): Readonly<Record<string, FieldEntry>> {
  const entries = record<FieldEntry>();
  for (const typeName of index.typeNames()) {
    if (index.kindOf(typeName) !== 'INTERFACE') continue;
    const names = index.declarationsOf(typeName).flatMap(({ type }) => Object.keys(type.fields));
    for (const fieldName of new Set(names)) {
      entries[`${typeName}.${fieldName}`] = entryOf(index, fields, typeName, fieldName);
    }
  }
  return entries;
}

function entryOf(
  index: CompositionIndex,
  fields: Readonly<Record<string, FieldEntry>>,
  typeName: string,
  fieldName: string,
): FieldEntry {
  const declarations = index.fieldDeclarations(typeName, fieldName);
  const behind = index.implementersOf(typeName).flatMap((name) => fields[`${name}.${fieldName}`] ?? []);
  // Labels of the interface itself are part of every implementation's; an interface that nothing implements speaks for itself.
  const labels =
    behind.length > 0
      ? behind.map((entry) => entry.label)
      : declarations.filter(({ field }) => !field.external).map((each) => statedFieldLabel(each, null));
  const label = labels.length > 0 && labels.every((each) => each !== null) ? finished(strictest(labels)) : null;
  const bySubgraph = record<Label | null>();
  for (const name of declarations.map(({ subgraph }) => subgraph.name).sort()) bySubgraph[name] = label;
  const collect = (pick: (entry: FieldEntry) => readonly string[]): readonly string[] =>
    behind.reduce<readonly string[]>((joined, entry) => union(joined, pick(entry)), []);
  return Object.freeze({
    coordinate: `${typeName}.${fieldName}`,
    label,
    bySubgraph,
    resolvedBy: collect((entry) => entry.resolvedBy),
    externalIn: collect((entry) => entry.externalIn),
    sources: collect((entry) => entry.sources),
    influences: declarations.reduce<readonly string[]>(
      (joined, { field }) => union(joined, field.influences ?? []),
      collect((entry) => entry.influences),
    ),
    revealsNothing: behind.length > 0 && behind.every((entry) => entry.revealsNothing),
    arguments: argumentsOf(
      behind,
      declarations.flatMap(({ field }) => Object.values(field.arguments)),
    ),
  });
}

function argumentsOf(
  behind: readonly FieldEntry[],
  declared: readonly { readonly name: string; readonly influences: readonly string[] | null }[],
): Readonly<Record<string, ArgumentEntry>> {
  const entries = record<ArgumentEntry>();
  const names = [...behind.flatMap((entry) => Object.keys(entry.arguments)), ...declared.map(({ name }) => name)];
  for (const name of [...new Set(names)].sort()) {
    const same = behind.flatMap((entry) => entry.arguments[name] ?? []);
    const said = declared.filter((each) => each.name === name).map((each) => each.influences ?? []);
    const [first] = same;
    const agreed = same.every(({ scope }) => scope?.by === first?.scope?.by && scope?.kind === first?.scope?.kind);
    entries[name] = Object.freeze({
      influences: [...same.map(({ influences }) => influences), ...said].reduce<readonly string[]>(union, []),
      scope: agreed ? (first?.scope ?? null) : null,
      pagination: paginationArguments.has(name),
    });
  }
  return entries;
}
