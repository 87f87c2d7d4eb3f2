/** Blanks spans of a text and keeps its lines, so that a later reader's line numbers still fit the original. */

export interface Span {
  /** UTF-16 offsets, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

export function blankOut(text: string, spans: readonly Span[]): string {
  let blanked = text;
  for (const { start, end } of spans) {
    blanked = blanked.slice(0, start) + blanked.slice(start, end).replace(/[^\n\r]/g, ' ') + blanked.slice(end);
  }
  return blanked;
}
