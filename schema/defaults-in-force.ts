/** When `@defaults` label anything: NONE/NONE with a basis at once, anything laxer only for the SDL that was looked at. */
import type { WrittenDefaults } from '../directives';
import type { Assumption } from './overlay';
import { joinDefaults } from './overlay-join';
import type { RegisterView } from './register-view';
import type { DefaultsStatement } from './subgraph-model';

/** @param sdlHash of the SDL as the provider gave it: with a new field comes a new hash, and the field is unlabelled */
export function isInForce(
  subgraph: string,
  defaults: WrittenDefaults,
  sdlHash: string,
  reviews: RegisterView['reviews'],
): boolean {
  const closed = defaults.share === 'NONE' && defaults.open === 'NONE' && (defaults.basis?.length ?? 0) > 0;
  return closed || reviews.some((review) => review.subgraph === subgraph && review.sdlHash === sdlHash);
}

/** @param production there an assumption for any SDL (`*`) holds for none */
export function isAssumed(assume: Assumption, sdlHash: string, production: boolean): boolean {
  return assume.sdlHash === '*' ? !production : assume.sdlHash === sdlHash;
}

/** What unlabelled fields carry: the subgraph's own defaults where in force, joined with what is assumed. */
export function effectiveDefaults(
  written: { readonly defaults: WrittenDefaults; readonly inForce: boolean } | null,
  assumed: { readonly assume: Assumption; readonly holds: boolean } | null,
): DefaultsStatement | null {
  if (assumed === null || (!assumed.holds && written !== null)) {
    return written === null ? null : { ...written.defaults, inForce: written.inForce, assumed: false };
  }
  const assumption: WrittenDefaults = { ...assumed.assume, line: null };
  if (written === null || !written.inForce) {
    return { ...stated(assumption), inForce: assumed.holds, assumed: true };
  }
  return { ...joinDefaults(written.defaults, assumption), inForce: true, assumed: false };
}

function stated({ share, open, basis, reason, conditions, scope, purposes, line }: WrittenDefaults): WrittenDefaults {
  return { share, open, basis, reason, conditions, scope, purposes, line };
}
