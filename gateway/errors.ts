/** The one table of error codes that a client can meet, with the HTTP status of a whole answer that bears it. */

export const errorCodes = {
  // requests that were refused whole
  BAD_REQUEST: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  BAD_USER_INPUT: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  OPERATION_NOT_SUPPORTED: 400,
  LIMIT_EXCEEDED: 400,
  UNAUTHENTICATED: 401,
  CLIENT_UNKNOWN: 403,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_HEADERS: 431,
  INTERNAL_SERVER_ERROR: 500,
  AUDIT_UNAVAILABLE: 503,
  IDENTITY_UNAVAILABLE: 503,
  OVERLOADED: 503,
  // denials: 200 beside data, 403 where the operation was refused
  UNCLASSIFIED: 403,
  PURPOSE_REQUIRED: 403,
  PURPOSE_NOT_ALLOWED: 403,
  GRANT_REQUIRED: 403,
  GRANT_SUSPENDED: 403,
  GRANT_EXPIRED: 403,
  NOT_SHARED: 403,
  NOT_OPEN: 403,
  AGREEMENT_REQUIRED: 403,
  METHOD_NOT_ALLOWED: 403,
  ONWARD_TRANSFER: 403,
  SCOPE_LIMITED: 403,
  INFLUENCE_NOT_PERMITTED: 403,
  FLOW_NOT_PERMITTED: 403,
  // what a subgraph did; always beside whatever data there is
  SUBGRAPH_ERROR: 200,
  SUBGRAPH_UNAVAILABLE: 200,
  SUBGRAPH_TIMEOUT: 200,
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** A request that is refused whole: becomes an answer without `data`. */
export class RefusedRequest extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Goes into `errors[].extensions` beside `code`. */
    readonly details: Readonly<Record<string, unknown>> = {},
    /** Where the cause is a particular status (405, 415, 431 …) rather than the table's. */
    readonly status: number = errorCodes[code],
  ) {
    super(message);
    this.name = 'RefusedRequest';
  }
}
