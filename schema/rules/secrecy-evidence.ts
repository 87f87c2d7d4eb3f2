/** Which register record lets a field leave NONE in spite of a secrecy reason (Art 36; law.md). */
import type { AccessClass, OpenReason } from '../../directives/label';
import type { Evidence } from '../../directives/record';
import { isLaxer } from '../../directives/stricter';
import type { FieldElement } from './elements';
import type { RuleContext } from './rule';

export type SecrecyReason = Extract<OpenReason, 'STATE_SECRET' | 'TRADE_SECRET' | 'PRIVACY' | 'LAW'>;

/** Consent never suffices for state secrets or what law forbids; a state secret needs the organ that declassified it. */
export const sufficientEvidence: Readonly<Record<SecrecyReason, readonly Evidence['kind'][]>> = {
  STATE_SECRET: ['DECLASSIFICATION'],
  TRADE_SECRET: ['DEIDENTIFICATION', 'CONSENT'],
  PRIVACY: ['DEIDENTIFICATION', 'CONSENT'],
  LAW: ['DEIDENTIFICATION'],
};

export function isSecrecyReason(reason: OpenReason): reason is SecrecyReason {
  return Object.hasOwn(sufficientEvidence, reason);
}

/** @returns the secrecy reasons that no registered record answers for this open class */
export function unansweredReasons(
  context: RuleContext,
  element: FieldElement,
  reasons: readonly OpenReason[],
  open: AccessClass,
): readonly SecrecyReason[] {
  const { subgraph, field } = element;
  // Evidence behind a masked form says nothing about the raw value, which it never changes.
  const ofMasks = field.deidentified.map(({ evidence }) => evidence);
  const records = context.register.evidence.filter(
    (record) =>
      record.owner === subgraph.organisation &&
      record.coordinate === field.coordinate &&
      !ofMasks.includes(record.id) &&
      !isLaxer(open, record.classes.open ?? 'NONE') &&
      isComplete(record),
  );
  return reasons
    .filter(isSecrecyReason)
    .filter((reason) => !records.some(({ kind }) => sufficientEvidence[reason].includes(kind)));
}

function isComplete(record: Evidence): boolean {
  switch (record.kind) {
    case 'DEIDENTIFICATION':
      return true;
    case 'CONSENT':
      return record.holder !== null && record.instrument !== null;
    case 'DECLASSIFICATION':
      return record.organ !== null && record.instrument !== null;
  }
}
