/** Who asks, as proven: registered software, its organisation, and everybody it says it acts for. */
import type { Method } from '../../directives/label';

export type Route = 'SHARE' | 'OPEN';

export interface Principal {
  /** `client_id`, or `anonymous`. */
  readonly client: string;
  /** From the client's registration, never from the token; `null` for anonymous. */
  readonly organisation: string | null;
  readonly route: Route;
  /** Purposes the client is registered for; a code covers its descendants. */
  readonly purposes: readonly string[];
  readonly methods: readonly Method[];
  /** Token subject, where the token has one that is not the client. */
  readonly person: string | null;
  /**
   * Organisations of the actor chain and the represented party that are not the principal's own; an unknown one stands as
   * given (it is foreign). Empty = nobody else is behind the request.
   */
  readonly foreignParties: readonly string[];
}
