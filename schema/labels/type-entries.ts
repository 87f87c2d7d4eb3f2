/** What is said about whole types: existence labels, subjects, scopes and keys, joined over subgraphs. */
import { strictest, type Label, type ScopeRule, type SubjectRule } from '../../directives';
import type { TypeEntry } from '../label-map';
import { record } from '../subgraph-shape';
import type { CompositionIndex, Declaration } from './composition-index';
import { finished } from './finished-label';
import { restrictingLabel } from './stated-label';

export function typeEntries(index: CompositionIndex): Readonly<Record<string, TypeEntry>> {
  const entries = record<TypeEntry>();
  for (const name of index.typeNames()) {
    const kind = index.kindOf(name);
    if (kind === 'OBJECT' || kind === 'INTERFACE' || kind === 'UNION') entries[name] = entryOf(index, name, kind);
  }
  return entries;
}

function entryOf(index: CompositionIndex, name: string, kind: TypeEntry['kind']): TypeEntry {
  const own = index.declarationsOf(name);
  const onInterfaces = index.interfacesOf(name).flatMap((each) => index.declarationsOf(each));
  const bySubgraph = record<Label | null>();
  const keys = record<readonly string[]>();
  for (const { subgraph, type } of [...own].sort(bySubgraphName)) {
    bySubgraph[subgraph.name] = finished(restrictingLabel(subgraph, [type.statements]));
    if (type.keys.length > 0) keys[subgraph.name] = type.keys.map(({ fields }) => fields);
  }
  const labels = [...own, ...onInterfaces].map(({ subgraph, type }) => restrictingLabel(subgraph, [type.statements]));
  return Object.freeze({
    name,
    kind,
    label: finished(strictest(labels)),
    bySubgraph,
    subject: subjectOf(own) ?? subjectOf(onInterfaces),
    scopes: scopesOf(own, onInterfaces),
    keyedIn: index.keyedIn(name),
    keys,
  });
}

/** Several subgraphs may name a subject; persons first, so that none goes untraced, then the first by name. */
function subjectOf(declarations: readonly Declaration[]): SubjectRule | null {
  const order = ['PERSON', 'ORGANISATION', 'OTHER'];
  const rules = declarations
    .flatMap(({ type }) => (type.subject === null ? [] : [type.subject]))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.key < b.key ? -1 : 1));
  const first = rules[0];
  return first === undefined ? null : { kind: first.kind, key: first.key };
}

/** An organisation that names two different fields for one type has named none: its scoped grants then permit nothing. */
function scopesOf(
  own: readonly Declaration[],
  onInterfaces: readonly Declaration[],
): Readonly<Record<string, ScopeRule>> {
  const scopes = record<ScopeRule>();
  const organisations = [...own, ...onInterfaces].flatMap(({ subgraph }) => subgraph.organisation ?? []);
  for (const organisation of [...new Set(organisations)].sort()) {
    const rules = rulesOf(own, organisation);
    const all = rules.length > 0 ? rules : rulesOf(onInterfaces, organisation);
    const [first] = all;
    if (first === undefined || all.some(({ by, kind }) => by !== first.by || kind !== first.kind)) continue;
    scopes[organisation] = { by: first.by, kind: first.kind };
  }
  return scopes;
}

function rulesOf(declarations: readonly Declaration[], organisation: string): readonly ScopeRule[] {
  return declarations.flatMap(({ subgraph, type }) =>
    subgraph.organisation === organisation && type.scope !== null ? [type.scope] : [],
  );
}

function bySubgraphName(a: Declaration, b: Declaration): number {
  return a.subgraph.name < b.subgraph.name ? -1 : 1;
}
