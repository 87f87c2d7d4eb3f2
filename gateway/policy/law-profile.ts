/** A law profile: what one version of the law says about each reason, as data; decisions and entries name profile and article. */
import type { AccessClass } from '../../directives/label';
import type { Reason } from './decision';
import type { Route } from './principal';

/** Articles of one reason on one route, by the class that applied there (`share` on SHARE, `open` on OPEN). */
export type ArticlesByClass = Readonly<Record<AccessClass, string>>;

export interface LawProfile {
  /** Version name, as in `lawProfile:` of lingqu.yaml, e.g. `gx-draft-rev`. */
  readonly name: string;
  /** Whose text it is, for people. */
  readonly source: string;
  readonly articles: Readonly<Record<Reason, Readonly<Record<Route, ArticlesByClass>>>>;
  /** Reasons whose article differs where the recipient's own data were asked for. */
  readonly ownDataArticles: Readonly<Partial<Record<Reason, string>>>;
}

/** What the article of a reason depends on. */
export interface Circumstance {
  readonly route: Route;
  /** The class that applied; `null` where there is no label. */
  readonly accessClass: AccessClass | null;
  /** The recipient asked for its own organisation's data. */
  readonly own: boolean;
}

/**
 * The article that a denial names.
 *
 * `INFLUENCE_NOT_PERMITTED` has no article of its own: callers name the article of the influenced field's own denial, and what
 * stands in the table is for an influence on a field that is permitted in part only.
 */
export function articleFor(profile: LawProfile, reason: Reason, circumstance: Circumstance): string {
  const ownArticle = circumstance.own ? profile.ownDataArticles[reason] : undefined;
  return ownArticle ?? profile.articles[reason][circumstance.route][circumstance.accessClass ?? 'NONE'];
}
