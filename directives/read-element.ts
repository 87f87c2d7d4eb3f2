/** Reads all our directives on one element of an SDL; repeated ones join to the strictest, and what is unknown is a problem. */
import type { DirectiveNode } from 'graphql';
import { readApplication, type AppliedDirective } from './applied-directive';
import { joinCatalogue, joinOpen, joinPurpose, joinShare } from './join-statements';
import type { Grade } from './label';
import type { GovernanceNames } from './link-imports';
import { alternatives, type Problem } from './problem';
import type { ElementReading, Statements } from './statements';
import { stricterGrade, union } from './stricter';
import { parseTechnique, techniqueNames } from './technique';
import type { DirectiveName } from './vocabulary';
import {
  accessClasses,
  aggregations,
  ArgumentReader,
  gradeLevels,
  methods,
  openReasons,
  providerKinds,
  providerLevels,
  scopeKinds,
  subjectKinds,
} from './words';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<Omit<ElementReading, 'statements'>> & { statements: Mutable<Statements> };

/**
 * @param location of the element, in GraphQL's terms, e.g. `FIELD_DEFINITION`
 * @param knownPurposes the register's codes; `null` = no register at hand
 */
export function readElement(
  nodes: readonly DirectiveNode[],
  location: string,
  names: GovernanceNames,
  knownPurposes: ReadonlySet<string> | null,
): { readonly reading: ElementReading; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const draft = emptyDraft();
  const seen = new Set<DirectiveName>();
  for (const node of nodes) {
    const name = names.directives.get(node.name.value);
    if (name === undefined) continue;
    const read = readApplication(node, name, location);
    if ('problems' in read) {
      problems.push(...read.problems);
      continue;
    }
    if (name === 'defaults' && seen.has(name)) {
      problems.push({ line: read.applied.line, message: `\`${read.applied.spelled}\` stands twice: keep one` });
    }
    seen.add(name);
    apply(draft, read.applied, new ArgumentReader(read.applied, problems), knownPurposes);
  }
  return { reading: draft, problems };
}

function emptyDraft(): Draft {
  return {
    statements: { share: null, open: null, purpose: null, noOnwardTransfer: null, grade: null, catalogue: null },
    deidentified: [],
    derived: [],
    influences: null,
    scope: null,
    subject: null,
    providers: [],
    defaults: null,
    consumes: [],
  };
}

function apply(
  draft: Draft,
  applied: AppliedDirective,
  read: ArgumentReader,
  knownPurposes: ReadonlySet<string> | null,
): void {
  const { line } = read;
  const said = draft.statements;
  switch (applied.name) {
    case 'share':
      said.share = joinShare(said.share, {
        // An unknown class has been refused; what stands in for it is the strictest.
        class: read.word('class', accessClasses) ?? 'NONE',
        basis: read.texts('basis'),
        conditions: read.texts('conditions'),
        scope: read.texts('scope'),
        methods: read.words('methods', methods),
        line,
      });
      return;
    case 'open':
      said.open = joinOpen(said.open, {
        class: read.word('class', accessClasses) ?? 'NONE',
        reason: read.words('reason', openReasons),
        basis: read.texts('basis'),
        conditions: read.texts('conditions'),
        scope: read.texts('scope'),
        line,
      });
      return;
    case 'purpose':
      said.purpose = joinPurpose(said.purpose, { allow: read.purposes('allow', knownPurposes) ?? [], line });
      return;
    case 'noOnwardTransfer':
      said.noOnwardTransfer ??= { line };
      return;
    case 'grade':
      said.grade = stricterGrade(said.grade, gradeOf(read));
      return;
    case 'catalogue': {
      const entry = {
        id: read.text('id'),
        title: read.text('title'),
        updateCycle: read.optionalText('updateCycle'),
        aggregation: read.word('aggregation', aggregations),
        publicManagementNeed: read.flag('publicManagementNeed'),
        base: read.optionalText('base'),
        reviewBy: read.optionalText('reviewBy'),
        line,
      };
      const joined = joinCatalogue(said.catalogue, entry);
      if (joined === null) read.refuse(`\`${applied.spelled}\` stands twice with different words: keep one`);
      said.catalogue = joined ?? said.catalogue;
      return;
    }
    case 'deidentified':
      claimMasked(draft, read);
      return;
    case 'derived':
      draft.derived = [
        ...draft.derived,
        {
          from: read.texts('from') ?? [],
          transform: read.text('transform'),
          releases: read.texts('releases') ?? [],
          line,
        },
      ];
      return;
    case 'subject': {
      const subject = { kind: read.word('kind', subjectKinds) ?? 'PERSON', key: read.text('key'), line };
      const same = draft.subject === null || sameRule(draft.subject, subject, 'key');
      if (!same) read.refuse(`\`${applied.spelled}\` stands twice with different words: keep one`);
      draft.subject ??= subject;
      return;
    }
    case 'scope': {
      const scope = { by: read.text('by'), kind: read.word('kind', scopeKinds) ?? 'EQUALS', line };
      const same = draft.scope === null || sameRule(draft.scope, scope, 'by');
      if (!same) read.refuse(`\`${applied.spelled}\` stands twice with different words: keep one`);
      draft.scope ??= scope;
      return;
    }
    case 'influences':
      draft.influences = union(draft.influences ?? [], read.texts('fields') ?? []);
      return;
    case 'provider':
      declareProvider(draft, read);
      return;
    case 'defaults':
      draft.defaults = {
        share: read.word('share', accessClasses),
        open: read.word('open', accessClasses),
        basis: read.texts('basis'),
        reason: read.words('reason', openReasons),
        conditions: read.texts('conditions'),
        scope: read.texts('scope'),
        purposes: read.purposes('purposes', knownPurposes),
        line,
      };
      return;
    case 'consumes': {
      const purpose = read.text('purpose');
      read.checkPurpose(purpose, knownPurposes);
      draft.consumes = [
        ...draft.consumes,
        { fields: read.texts('fields') ?? [], purpose, grant: read.optionalText('grant'), line },
      ];
      return;
    }
  }
}

function gradeOf(read: ArgumentReader): Grade {
  return {
    category: read.text('category'),
    level: read.word('level', gradeLevels) ?? 'CORE',
    grade: read.number('grade'),
    personal: read.flag('personal'),
  };
}

function claimMasked(draft: Draft, read: ArgumentReader): void {
  const technique = read.text('technique');
  const [share, open] = [read.word('share', accessClasses), read.word('open', accessClasses)];
  if (parseTechnique(technique) === null) {
    read.refuse(`technique \`${technique}\` is unknown: write ${alternatives(techniqueNames)}, N being 2 or more`);
    return;
  }
  draft.deidentified = [
    ...draft.deidentified,
    { technique, share, open, evidence: read.text('evidence'), line: read.line },
  ];
}

function declareProvider(draft: Draft, read: ArgumentReader): void {
  const kind = read.word('kind', providerKinds);
  const level = read.word('level', providerLevels);
  if (kind === null || level === null) return;
  draft.providers = [
    ...draft.providers,
    {
      organisation: read.text('org'),
      kind,
      level,
      region: read.text('region'),
      sector: read.optionalText('sector'),
      line: read.line,
    },
  ];
}

function sameRule<T extends { readonly kind: string }>(a: T, b: T, name: keyof T): boolean {
  return a.kind === b.kind && a[name] === b[name];
}
