/** Whatever was thrown as the refusal that a client gets; what nobody foresaw is for the operator's log alone. */
import type { Logger } from 'pino';
import { AuditUnavailable } from '../audit/audit-log';
import { RefusedRequest } from '../errors';

export function refusalOf(error: unknown, log: Logger): RefusedRequest {
  if (error instanceof RefusedRequest) return error;
  if (error instanceof AuditUnavailable) {
    return new RefusedRequest('AUDIT_UNAVAILABLE', 'the access log cannot take this request now; try again later', {
      retryAfter: error.retryAfter ?? 10,
    });
  }
  log.error(traceOf(error), 'a request failed');
  return new RefusedRequest(
    'INTERNAL_SERVER_ERROR',
    'the gateway failed at this request; its operator finds why in its log',
  );
}

/** Where it happened. Messages of libraries may quote what was sent; ours, of plain `Error`s, hold coordinates at most. */
export function traceOf(error: unknown): { readonly error: string; readonly at: string } {
  if (!(error instanceof Error)) return { error: typeof error, at: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    error: error.constructor === Error ? error.message : error.constructor.name,
    at: frames
      .slice(0, 8)
      .map((line) => line.trim())
      .join(' < '),
  };
}
