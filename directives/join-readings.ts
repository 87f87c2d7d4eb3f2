/** Joins what is said about one element in several places: by its definition, its extensions and an overlay file. */
import { joinCatalogue, joinOpen, joinPurpose, joinShare } from './join-statements';
import type { ElementReading, Statements } from './statements';
import { stricterGrade, union } from './stricter';
import type { Problem } from './problem';

export function joinReadings(
  a: ElementReading,
  b: ElementReading,
): { readonly reading: ElementReading; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const reading: ElementReading = {
    statements: joinStatements(a.statements, b.statements, problems),
    deidentified: [...a.deidentified, ...b.deidentified],
    derived: [...a.derived, ...b.derived],
    influences: joinInfluences(a.influences, b.influences),
    scope: agreed('@scope', a.scope, b.scope, problems),
    subject: agreed('@subject', a.subject, b.subject, problems),
    providers: [...a.providers, ...b.providers],
    defaults: agreed('@defaults', a.defaults, b.defaults, problems),
    consumes: [...a.consumes, ...b.consumes],
  };
  return { reading, problems };
}

function joinStatements(a: Statements, b: Statements, problems: Problem[]): Statements {
  const catalogue = b.catalogue === null ? a.catalogue : joinCatalogue(a.catalogue, b.catalogue);
  if (catalogue === null && b.catalogue !== null) problems.push(contradiction('@catalogue', b.catalogue.line));
  return {
    share: b.share === null ? a.share : joinShare(a.share, b.share),
    open: b.open === null ? a.open : joinOpen(a.open, b.open),
    purpose: b.purpose === null ? a.purpose : joinPurpose(a.purpose, b.purpose),
    noOnwardTransfer: a.noOnwardTransfer ?? b.noOnwardTransfer,
    grade: stricterGrade(a.grade, b.grade),
    catalogue: catalogue ?? a.catalogue,
  };
}

function joinInfluences(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  return a === null || b === null ? (a ?? b) : union(a, b);
}

/** What can be said once only: the same again is no harm. */
function agreed<T extends { readonly line: number | null }>(
  directive: string,
  a: T | null,
  b: T | null,
  problems: Problem[],
): T | null {
  if (a === null || b === null) return a ?? b;
  if (JSON.stringify({ ...a, line: 0 }) !== JSON.stringify({ ...b, line: 0 })) {
    problems.push(contradiction(directive, b.line));
  }
  return a;
}

function contradiction(directive: string, line: number | null): Problem {
  return { line, message: `\`${directive}\` stands twice with different words: keep one` };
}
