/** Until when a decision holds: the earliest boundary of what it rests on. */

/** @returns `null` (for ever) where no boundary is given; a `null` among them bounds nothing. */
export function earliest(boundaries: readonly (number | null)[]): number | null {
  let first: number | null = null;
  for (const boundary of boundaries) {
    if (boundary !== null && (first === null || boundary < first)) first = boundary;
  }
  return first;
}
