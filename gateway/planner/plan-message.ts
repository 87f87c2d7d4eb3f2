/** What the planning thread is asked and what it answers. */
import type { QueryPlan } from './query-plan';

export interface PlanRequest {
  readonly id: number;
  /** GraphQL text: syntax trees cost more to copy than to parse. */
  readonly operation: string;
}

export type PlanReply =
  { readonly id: number; readonly plan: QueryPlan } | { readonly id: number; readonly error: string };
