/** Nothing is handed on, and nothing changed, before the log says durably that it will be; what hands nothing on need not wait for that. */
import { AuditUnavailable, type AuditLog } from '../../../gateway/audit/audit-log';
import { startTown, type Town } from '../../support/lawful-town';
import { denials } from '../../support/traces';
import type { Answer } from '../../support/start-gateway';

const desk = { as: 'desk', purpose: 'aid' };
const query = '{ people { region income } }';

let town: Town;
/** Ends the write of the intent that was begun. */
let settle: { readonly durable: () => void; readonly lost: (error: Error) => void };
let begun: Promise<void>;
let tellBegun: () => void;

const audit: AuditLog = {
  async append(event) {
    if (event.kind !== 'intent') return 1;
    await new Promise<void>((durable, lost) => {
      settle = { durable, lost };
      tellBegun();
    });
    return 1;
  },
  available: () => true,
  close: () => Promise.resolve(),
};

beforeAll(async () => void (town = await startTown({ options: { audit } })));
beforeEach(() => {
  begun = new Promise((resolve) => (tellBegun = resolve));
  town.tamper(null);
  town.forget();
});
afterEach(() => town.gateway.restore('G-TAX-PSB'));
afterAll(() => town.stop());

/** Resolves when the first fetch is answered, and whatever could follow it had time to. */
async function firstFetched(): Promise<void> {
  await new Promise<void>((resolve) => {
    town.tamper((_asked, reply) => {
      resolve();
      return reply;
    });
  });
  town.tamper(null);
  await town.ask('{ people { region } }', desk);
}
const asked = (): readonly string[] => [...new Set(town.captured.map(({ subgraph }) => subgraph))].sort();

test('INVARIANT: what waited is asked for anew, once the intent is durable', async () => {
  const answer = town.ask(query, desk);
  await Promise.all([begun, firstFetched()]);
  expect(asked()).toEqual(['people']);
  settle.durable();
  expect((await answer).status).toBe(200);
  expect(asked()).toEqual(['people', 'taxes']);
});

test('suspended while the intent was being written: nothing is handed on', async () => {
  const answer = town.ask(query, desk);
  await Promise.all([begun, firstFetched()]);
  await town.gateway.suspend('G-TAX-PSB');
  settle.durable();
  expect(denials(await answer)[0]).toMatch(/^GRANT_SUSPENDED/);
  expect(asked()).toEqual(['people']);
});

test('an intent that is lost hands nothing on, and releases nothing', async () => {
  const answer = town.ask(query, desk);
  await Promise.all([begun, firstFetched()]);
  settle.lost(new AuditUnavailable('the disk is gone', 7));
  const { status, body, headers }: Answer = await answer;
  expect([status, body.errors?.[0]?.extensions.code, body.data]).toEqual([503, 'AUDIT_UNAVAILABLE', undefined]);
  expect(headers.get('retry-after')).toBe('7');
  expect(asked()).toEqual(['people']);
});

test('a change waits for its intent before anything is sent', async () => {
  const answer = town.ask('mutation { rename(pid: "P-1", name: "x") { region } }', { as: 'police', purpose: 'aid' });
  await begun;
  await town.ask('{ company(code: "nobody") { code } }', desk);
  expect(town.captured.filter(({ request }) => request.includes('mutation'))).toEqual([]);
  settle.durable();
  await answer;
  expect(town.captured.filter(({ request }) => request.includes('mutation'))).toHaveLength(1);
});
