/** A principal is what the register says of a proven client, and who else stands behind it. */
import { actorChain } from '../../../gateway/policy/actor-chain';
import { principalOf, type ProvenCaller } from '../../../gateway/policy/principal-of';
import type { Client } from '../../../gateway/policy/register';

const desk: Client = {
  id: 'welfare-desk',
  organisation: '45-CIV',
  route: 'SHARE',
  purposes: ['aid'],
  methods: ['QUERY'],
  issuer: null,
};
const register = { clients: [desk, { ...desk, id: 'hospital', organisation: '45-HOS', issuer: 'https://b.example' }] };
const token: ProvenCaller = { client: 'welfare-desk', issuer: 'https://a.example', subject: null, actors: [] };

function principal(caller: ProvenCaller | null, party: string | null = null, issuers = 1): unknown {
  const answer = principalOf(register, caller, party, issuers);
  return answer.ok ? answer.principal : answer.code;
}

test('organisation, route, purposes and methods come from the registration', () => {
  expect(principal({ ...token, subject: 'wei' })).toEqual({
    client: 'welfare-desk',
    organisation: '45-CIV',
    route: 'SHARE',
    purposes: ['aid'],
    methods: ['QUERY'],
    person: 'wei',
    foreignParties: [],
  });
});

test('a client that is its own subject is no person', () => {
  expect(principal({ ...token, subject: 'welfare-desk' })).toMatchObject({ person: null });
});

test('an unregistered client is unknown', () => {
  expect(principal({ ...token, client: 'nobody' })).toBe('CLIENT_UNKNOWN');
  expect(principal({ ...token, client: '__proto__' })).toBe('CLIENT_UNKNOWN');
  expect(principal({ ...token, client: '' })).toBe('CLIENT_UNKNOWN');
});

test('a refusal names the client and what would make it right', () => {
  const messageOf = (caller: ProvenCaller): unknown => {
    const answer = principalOf(register, caller, null, 1);
    return answer.ok ? null : answer.message;
  };
  expect(messageOf({ ...token, client: 'nobody' })).toBe(
    'client `nobody` is not registered: register it before it asks',
  );
  expect(messageOf({ ...token, client: 'hospital' })).toBe(
    'client `hospital` is not registered with the issuer of this token: use its own issuer',
  );
});

test('nobody is `anonymous` with a token', () => {
  expect(principal({ ...token, client: 'anonymous' })).toBe('CLIENT_UNKNOWN');
  const listed = { clients: [{ ...desk, id: 'anonymous', organisation: null }] };
  expect(principalOf(listed, { ...token, client: 'anonymous' }, null, 1)).toMatchObject({ ok: false });
});

test('a client answers only with a token of its own issuer', () => {
  expect(principal({ ...token, client: 'hospital' })).toBe('CLIENT_UNKNOWN');
  expect(principal({ ...token, client: 'hospital', issuer: 'https://b.example' }, null, 2)).toMatchObject({
    client: 'hospital',
  });
});

test('with several issuers a client that names none is unknown', () => {
  expect(principal(token, null, 2)).toBe('CLIENT_UNKNOWN');
  expect(principal(token, null, 0)).toBe('CLIENT_UNKNOWN');
});

test('without token: no organisation, route OPEN, method QUERY, no purposes', () => {
  const nobody = { client: 'anonymous', organisation: null, route: 'OPEN', purposes: [], methods: ['QUERY'] };
  expect(principal(null)).toEqual({ ...nobody, person: null, foreignParties: [] });
  expect(principal(null, '45-CIV', 5)).toEqual({ ...nobody, person: null, foreignParties: ['45-CIV'] });
});

test('the register may say what anonymous callers may, but gives them neither organisation nor route', () => {
  const listed = { clients: [{ ...desk, id: 'anonymous', methods: ['QUERY', 'MUTATE'] as const }] };
  expect(principalOf(listed, null, null, 1)).toMatchObject({
    principal: { organisation: null, route: 'OPEN', purposes: ['aid'], methods: ['QUERY', 'MUTATE'] },
  });
});

test('whoever is not the own organisation is foreign, known or not', () => {
  const acted = { ...token, actors: ['45-CIV', 'GX-BROKER', 'no such organisation', 'GX-BROKER', ''] };
  expect(principal(acted, '45-PSB')).toMatchObject({
    foreignParties: ['GX-BROKER', 'no such organisation', '', '45-PSB'],
  });
});

test('to act for the own organisation is no transfer', () => {
  expect(principal({ ...token, actors: ['45-CIV'] }, '45-CIV')).toMatchObject({ foreignParties: [] });
});

test('an actor chain is read to its end', () => {
  expect(actorChain(undefined)).toEqual([]);
  expect(actorChain({ sub: 'A' })).toEqual(['A']);
  expect(actorChain({ sub: 'A', act: { sub: 'B', act: { sub: 'C' } } })).toEqual(['A', 'B', 'C']);
});

test.each([[null], ['A'], [[]], [{}], [{ sub: 1 }], [Object.create({ sub: 'A' })]])(
  'an actor that is %p is somebody unknown',
  (act) => {
    expect(actorChain(act)).toEqual(['']);
    expect(actorChain({ sub: 'A', act })).toEqual(['A', '']);
  },
);
