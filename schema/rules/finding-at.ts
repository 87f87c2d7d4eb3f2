/** A finding of one rule at one place. */
import type { Finding } from '../finding';
import type { Rule } from './rule';

export interface Where {
  readonly subgraph: string | null;
  readonly coordinate: string | null;
  readonly line: number | null;
}

/** What a rule calls itself, apart from what it checks. */
export type RuleName = Pick<Rule, 'code' | 'article'>;

export function errorAt(rule: RuleName, where: Where, message: string, fix?: string): Finding {
  return findingAt('error', rule, where, message, fix);
}

export function warningAt(rule: RuleName, where: Where, message: string, fix?: string): Finding {
  return findingAt('warning', rule, where, message, fix);
}

export function findingAt(
  severity: Finding['severity'],
  { code, article }: RuleName,
  { subgraph, coordinate, line }: Where,
  message: string,
  fix?: string,
): Finding {
  const said = { code, severity, coordinate, subgraph, line, message, article };
  return Object.freeze(fix === undefined ? said : { ...said, fix });
}

/** Each place once: floors and defaults are met at every field below them. */
export function oncePerPlace(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ subgraph, coordinate, line, message }) => {
    const id = JSON.stringify([subgraph, coordinate, line, message]);
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}
