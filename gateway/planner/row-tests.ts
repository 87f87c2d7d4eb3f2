/** What rows must meet before one fetch may send them on to another organisation: data for the executor's gate. */
import type { OwnerScope } from '../policy/decision';

export interface RowTest {
  /** Depth on the fetch's way (its response names from the root, without indices). */
  readonly depth: number;
  /** `next`: the first row at this depth or below it; `holding`: the row that what stands at this depth is, or belongs to. */
  readonly on: 'next' | 'holding';
  /** Concrete types of rows that it concerns; `null` = any. */
  readonly types: ReadonlySet<string> | null;
  /** What the receiver's own grants admit. */
  readonly scopes: readonly OwnerScope[];
}

export interface RowTests {
  /** Organisation that receives; its own rows it may always have. */
  readonly receiver: string;
  /** The fetch's way as far as the client asked for it. */
  readonly path: readonly string[];
  /** The way ends at the entities themselves, and scopes are tested on those, not on what leads to them alone. */
  readonly onEntities: boolean;
  /** Of the receiver, beside those of the client. */
  readonly tests: readonly RowTest[];
  /** All that the fetch brings, where that is the client's fields alone: where none of them may be released, nothing is sent. */
  readonly brings: ReadonlySet<string> | null;
}
