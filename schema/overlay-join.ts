/** Joins an overlay to what a subgraph says itself, so that the outcome is never laxer than the subgraph alone. */
import {
  joinOpen,
  joinReadings,
  joinShare,
  meetPurposes,
  stricterClass,
  union,
  type AccessClass,
  type ElementReading,
  type Problem,
  type WrittenDefaults,
} from '../directives';

/**
 * @param defaults the subgraph's own `@defaults`, where they are in force and reach this element: a class that the overlay states
 *   would else replace them
 */
export function withOverlay(
  own: ElementReading,
  overlay: ElementReading,
  defaults: WrittenDefaults | null,
): { readonly reading: ElementReading; readonly problems: readonly Problem[] } {
  return joinReadings(defaults === null ? own : spellOut(own, overlay, defaults), overlay);
}

/** Writes the defaults out at the element, wherever the overlay is about to say the same kind of thing. */
function spellOut(own: ElementReading, overlay: ElementReading, defaults: WrittenDefaults): ElementReading {
  const { basis, conditions, scope, reason, purposes, line } = defaults;
  const said = own.statements;
  const share =
    said.share === null && overlay.statements.share !== null && defaults.share !== null
      ? joinShare(null, { class: defaults.share, basis, conditions, scope, methods: null, line })
      : said.share;
  const open =
    said.open === null && overlay.statements.open !== null && defaults.open !== null
      ? joinOpen(null, { class: defaults.open, reason, basis, conditions, scope, line })
      : said.open;
  const purpose =
    said.purpose === null && overlay.statements.purpose !== null && purposes !== null
      ? { allow: purposes, line }
      : said.purpose;
  return { ...own, statements: { ...said, share, open, purpose } };
}

/** Both hold: what one leaves open the other fills, and where both speak the stricter counts. */
export function joinDefaults(a: WrittenDefaults, b: WrittenDefaults): WrittenDefaults {
  return {
    share: joinClass(a.share, b.share),
    open: joinClass(a.open, b.open),
    basis: joinTexts(a.basis, b.basis),
    reason: joinTexts(a.reason, b.reason),
    conditions: joinTexts(a.conditions, b.conditions),
    scope: joinTexts(a.scope, b.scope),
    purposes: meetPurposes(a.purposes, b.purposes),
    line: a.line ?? b.line,
  };
}

function joinClass(a: AccessClass | null, b: AccessClass | null): AccessClass | null {
  return a === null || b === null ? (a ?? b) : stricterClass(a, b);
}

function joinTexts<T extends string>(a: readonly T[] | null, b: readonly T[] | null): readonly T[] | null {
  return a === null || b === null ? (a ?? b) : union(a, b);
}
