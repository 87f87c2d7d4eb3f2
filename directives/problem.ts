/** What a reader found wrong with a directive: for the caller to place at a coordinate and to report as GX0001. */

export interface Problem {
  /** 1-based, in the source that was read. */
  readonly line: number | null;
  readonly message: string;
}

/** `` `A`, `B` or `C` ``, for messages that say what would be right. */
export function alternatives(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
