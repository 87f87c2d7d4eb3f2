/** The labels of all fields of object types: contributions, joined, with what derived fields carry from their sources (Art 35). */
import { stricter, stricterGrade, type Label, type OwnerPolicy } from '../../directives';
import type { RegisterView } from '../register-view';
import { record } from '../subgraph-shape';
import type { CompositionIndex } from './composition-index';
import {
  contributionsTo,
  joinContributions,
  type Contribution,
  type FieldContributions,
  type ResolvedLabels,
} from './contributions';
import { isReleased } from './releases';
import { directSources, transitiveSources } from './sources';

export interface LabelledField extends ResolvedLabels {
  readonly contributions: FieldContributions;
  /** Transitive, sorted. */
  readonly sources: readonly string[];
}

/** @returns coordinate → labelled field, for every field of every object type */
export function labelFields(index: CompositionIndex, register: RegisterView): ReadonlyMap<string, LabelledField> {
  const contributions = new Map<string, FieldContributions>();
  const direct = new Map<string, readonly string[]>();
  for (const typeName of index.typeNames()) {
    if (index.kindOf(typeName) !== 'OBJECT') continue;
    for (const fieldName of index.fieldNames(typeName)) {
      const coordinate = `${typeName}.${fieldName}`;
      const found = contributionsTo(index, register, typeName, fieldName);
      contributions.set(coordinate, found);
      const sources = found.resolving.flatMap(({ declaration }) => directSources(declaration, index));
      if (sources.length > 0) direct.set(coordinate, [...new Set(sources)].sort());
    }
  }
  return settle(contributions, direct, index, register);
}

/**
 * Derived fields may lead to each other in a circle: labels only ever grow stricter, from the stated ones upwards, until none changes.
 */
function settle(
  contributions: ReadonlyMap<string, FieldContributions>,
  direct: ReadonlyMap<string, readonly string[]>,
  index: CompositionIndex,
  register: RegisterView,
): ReadonlyMap<string, LabelledField> {
  const closures = new Map([...direct.keys()].map((each) => [each, transitiveSources(each, direct)]));
  const labelled = new Map<string, LabelledField>();
  for (const [coordinate, found] of contributions) {
    const sources = [...(closures.get(coordinate) ?? [])].sort();
    labelled.set(coordinate, {
      contributions: found,
      sources,
      ...joinContributions(found, ({ label }) => label),
    });
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const [coordinate, closure] of closures) {
      const before = labelled.get(coordinate);
      if (before === undefined) continue;
      const after = joinContributions(before.contributions, (contribution) =>
        withSources(contribution, closure, { labelled, index, register }),
      );
      if (fingerprint(after) === fingerprint(before)) continue;
      changed = true;
      labelled.set(coordinate, { ...before, ...after });
    }
  }
  return labelled;
}

/** Labels are built in one order of keys throughout, so equal ones print alike. */
function fingerprint({ label, bySubgraph }: ResolvedLabels): string {
  return JSON.stringify([label, ...bySubgraph]);
}

interface Known {
  readonly labelled: ReadonlyMap<string, LabelledField>;
  readonly index: CompositionIndex;
  readonly register: RegisterView;
}

/** A source without a label, or one that nobody knows, leaves the derived field without one: nothing says what it reveals. */
function withSources(contribution: Contribution, closure: ReadonlySet<string>, known: Known): Label | null {
  let label = contribution.label;
  for (const source of directSources(contribution.declaration, known.index)) {
    const carried = known.labelled.get(source)?.label ?? null;
    if (label === null || carried === null) return null;
    label = carry(label, carried, contribution, closure, known.register);
  }
  return label;
}

function carry(
  onto: Label,
  source: Label,
  { declaration }: Contribution,
  closure: ReadonlySet<string>,
  register: RegisterView,
): Label {
  const kept = Object.entries(source.owners).filter(([owner]) => !isReleased(owner, declaration, closure, register));
  if (kept.length === 0) return onto;
  const owners = record<OwnerPolicy>();
  for (const [owner, policy] of kept) {
    // A source's masked form is no masked form of what is computed from it. The deriving organisation's own claims are its own.
    const deidentified = owner === declaration.subgraph.organisation ? undefined : null;
    owners[owner] = { ...policy, deidentified };
  }
  return stricter(onto, { owners, grade: stricterGrade(onto.grade, source.grade) });
}
