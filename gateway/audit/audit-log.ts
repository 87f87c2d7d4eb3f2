/** Port: the access log. A response may leave only after `append` has resolved. */
import type { RequestEvent, SystemEvent } from './entry';

/** The entry is not durable: the request fails with 503, and nothing of it is released. */
export class AuditUnavailable extends Error {
  constructor(
    message: string,
    /** Seconds after which a new try makes sense; `null` = the process is about to end. */
    readonly retryAfter: number | null = 1,
  ) {
    super(message);
    this.name = 'AuditUnavailable';
  }
}

export interface AuditLog {
  /**
   * Resolves with the entry's index once the entry is on disk (fdatasync of its batch).
   *
   * @throws AuditUnavailable when it cannot be made durable; there is no other way to lose an entry.
   */
  append(event: RequestEvent | SystemEvent): Promise<number>;
  /** Whether a new request can be logged at all (queue, free space, trust); read by readiness and admission. */
  available(): boolean;
  /** Syncs what is queued, writes the last entry, frees the lock. */
  close(): Promise<void>;
}
