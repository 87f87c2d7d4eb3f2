/** One thing that `check` has to say: a stable code, where, and what would make it right. */

export interface Finding {
  /** `GX….` of vocabulary.md section 4, or `COMPOSITION` for the federation library's own. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`, or `null` for a whole subgraph. */
  readonly coordinate: string | null;
  readonly subgraph: string | null;
  /** 1-based line in the subgraph's SDL (or overlay file), where known. */
  readonly line: number | null;
  /** Lower case, input in backticks, says what would make it right. */
  readonly message: string;
  /** Articles, e.g. `31`, or `null`. */
  readonly article: string | null;
  /** SDL line that `check --fix` prints, where one can be proposed. */
  readonly fix?: string;
}
