/** What the planning thread is asked and what it answers. */
import type { QueryPlan } from './query-plan';

export interface PlanRequest {
  readonly id: number;
  /** GraphQL text: syntax trees cost more to copy than to parse. */
  readonly operation: string;
}

export type PlanReply =
  | { readonly id: number; readonly plan: QueryPlan }
  /** For the client to mend: the message of a `RefusedRequest`. */
  | { readonly id: number; readonly refused: string }
  | { readonly id: number; readonly error: string };
