/** What one answer needs while it is written: where the pass is, what went wrong, and which rows grants let through. */
import type { GraphQLFormattedError } from 'graphql';
import type { DecisionSlot } from '../compiler/compiled-operation';
import type { Decision } from '../policy/decision';
import type { MaskPlan, TypePlan } from './answer-plan';
import type { DisclosureLedger } from './disclosure';
import { clientError, failuresWithin, unexplainedNull, type FailureTree } from './failure-tree';
import type { JsonBytes } from './json-bytes';
import { sameScopes, scopeTest, type ScopeTest } from './scope-test';

export interface WriteContext {
  /** Derives the key of technique `pseudonym` for one owner, recipient and coordinate; `null` for anonymous. */
  pseudonymKey(owner: string, coordinate: string): Buffer | null;
  /** Answer to `bound.introspection`, keyed by the client's response keys. */
  readonly introspection: Readonly<Record<string, unknown>> | null;
}

/** The nearest enclosing row, on which scopes of values are tested. */
export interface Row {
  readonly object: Readonly<Record<string, unknown>>;
  readonly type: TypePlan;
}

/**
 * What came of a value. Only what is `written` leaves bytes behind.
 *
 * - `null`: null may stand here, and the caller writes it.
 * - `withheld`: the row, or what stands for it, may not be released: it leaves no trace.
 * - `nulled`: null stands where none may: whatever holds it becomes null.
 */
export type Outcome = 'written' | 'null' | 'withheld' | 'nulled';

/** The rows around a value. */
export interface Surroundings {
  readonly row: Row | null;
  /** Scoped permits on the way here that the next rows must meet. */
  readonly pending: readonly DecisionSlot[];
  /** Among wrappers through which rows are listed; else objects without a key are values of their row. */
  readonly listing: boolean;
}

export class AnswerRun {
  readonly errors: GraphQLFormattedError[] = [];
  /** The client's, indices re-based: its first `depth` steps. */
  readonly path: (string | number)[] = [];
  depth = 0;
  /** An error that stands at a place above explains every null below. */
  explained = false;
  private readonly tests: (ScopeTest | undefined)[] = [];
  private readonly keys = new Map<MaskPlan, Buffer | null>();

  constructor(
    readonly out: JsonBytes,
    readonly ledger: DisclosureLedger,
    private readonly decisions: readonly Decision[],
    readonly context: WriteContext,
  ) {}

  /** Whether a row lies inside the scopes under which a slot permits. */
  meets(slot: DecisionSlot, row: Row | null): boolean {
    const test = this.tests[slot] ?? this.testOf(slot);
    return test.scopes.length === 0 || (row !== null && test.admits(row.type.scopes, row.object));
  }

  meetsAll(slots: readonly DecisionSlot[], row: Row | null): boolean {
    for (const slot of slots) if (!this.meets(slot, row)) return false;
    return true;
  }

  keyOf(mask: MaskPlan): Buffer | null {
    const { keyedBy } = mask;
    if (keyedBy === null) return null;
    let key = this.keys.get(mask);
    if (key === undefined) {
      key = this.context.pseudonymKey(keyedBy.owner, keyedBy.coordinate);
      this.keys.set(mask, key);
    }
    return key;
  }

  /** Tells each code and subgraph among these failures once, here. */
  report(tree: FailureTree): void {
    const told = new Set<string>();
    for (const failure of failuresWithin(tree)) {
      const what = `${failure.code} ${failure.subgraph}`;
      if (told.has(what)) continue;
      told.add(what);
      this.errors.push(clientError(failure, this.place()));
    }
  }

  /** Failures that stand at a list or object here, or below at what the gateway or the planner selected for themselves. */
  reportAt({ here, below }: FailureTree, read: ReadonlySet<string | number>): void {
    const before = this.errors.length;
    this.report({ here, below: new Map([...below].filter(([step]) => !read.has(step))) });
    if (this.errors.length > before) this.explained = true;
  }

  /** A null where none may stand: unless anything above or (since `errorsBefore`) below it was told, it is the failure itself. */
  reportNull(errorsBefore: number): void {
    if (!this.explained && this.errors.length === errorsBefore) this.errors.push(unexplainedNull(this.place()));
  }

  private place(): readonly (string | number)[] {
    return this.path.slice(0, this.depth);
  }

  private testOf(slot: DecisionSlot): ScopeTest {
    const decision = this.decisions[slot];
    if (decision === undefined || decision.outcome === 'deny') {
      throw new Error(`a value is about to be released under decision ${String(slot)}, which permits nothing`);
    }
    const { scopes } = decision;
    const test = this.tests.find((each) => each !== undefined && sameScopes(each.scopes, scopes)) ?? scopeTest(scopes);
    this.tests[slot] = test;
    return test;
  }
}
