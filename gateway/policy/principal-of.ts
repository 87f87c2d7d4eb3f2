/** Who asks: what a verified token proves, joined with what the register says of that client (enforcement.md section 1). */
import type { Principal } from './principal';
import type { Client, Register } from './register';

/** What a token proved; signature, audience and times are already checked. */
export interface ProvenCaller {
  /** `client_id` (RFC 9068). */
  readonly client: string;
  readonly issuer: string;
  /** `sub`; may be the client itself. */
  readonly subject: string | null;
  /** See `actorChain`. */
  readonly actors: readonly string[];
}

export type PrincipalAnswer =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly code: 'CLIENT_UNKNOWN'; readonly message: string };

export const anonymous = 'anonymous';

/**
 * @param caller `null` = no token
 * @param representedParty header `Lingqu-Represented-Party`; `null` = none
 * @param issuers how many issuers tokens may come from; with several, a client must name its own
 */
export function principalOf(
  register: Pick<Register, 'clients'>,
  caller: ProvenCaller | null,
  representedParty: string | null,
  issuers: number,
): PrincipalAnswer {
  if (caller === null) return { ok: true, principal: anonymousPrincipal(register, representedParty) };
  const client = register.clients.find(({ id }) => id === caller.client);
  // Without organisation nobody answers for the client: `anonymous` is for those who bring no token.
  if (client === undefined || client.organisation === null) {
    return unknown(`client \`${caller.client}\` is not registered: register it before it asks`);
  }
  if (!isIssuedBy(client, caller.issuer, issuers)) {
    return unknown(`client \`${client.id}\` is not registered with the issuer of this token: use its own issuer`);
  }
  return {
    ok: true,
    principal: {
      client: client.id,
      organisation: client.organisation,
      route: client.route,
      purposes: client.purposes,
      methods: client.methods,
      person: caller.subject === client.id ? null : caller.subject,
      foreignParties: foreign(client.organisation, caller.actors, representedParty),
    },
  };
}

/** Route OPEN, method QUERY and no purposes, unless the register has a client `anonymous`; never an organisation. */
function anonymousPrincipal(register: Pick<Register, 'clients'>, representedParty: string | null): Principal {
  const registered = register.clients.find(({ id }) => id === anonymous);
  return {
    client: anonymous,
    organisation: null,
    route: 'OPEN',
    purposes: registered?.purposes ?? [],
    methods: registered?.methods ?? ['QUERY'],
    person: null,
    foreignParties: foreign(null, [], representedParty),
  };
}

function isIssuedBy(client: Client, issuer: string, issuers: number): boolean {
  return client.issuer === null ? issuers === 1 : client.issuer === issuer;
}

/** Whether the register knows a party does not matter: whoever is not the client's own organisation is foreign. */
function foreign(
  organisation: string | null,
  actors: readonly string[],
  representedParty: string | null,
): readonly string[] {
  const parties = representedParty === null ? actors : [...actors, representedParty];
  return [...new Set(parties)].filter((party) => party !== organisation);
}

function unknown(message: string): PrincipalAnswer {
  return { ok: false, code: 'CLIENT_UNKNOWN', message };
}
