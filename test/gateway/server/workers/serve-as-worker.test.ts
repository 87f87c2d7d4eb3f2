/** What a worker does when it is told, with a gateway that is none. */
import { pino } from 'pino';
import type { GatewayOptions, RunningGateway } from '../../../../gateway/server/create-gateway';
import { serveAsWorker } from '../../../../gateway/server/workers/serve-as-worker';
import type { FromWorker, ServedLaw, ToWorker } from '../../../../gateway/server/workers/worker-message';
import { configIn, registerWith } from '../../../support/start-gateway';
import { settled } from './fake-workers';

let said: (FromWorker | { readonly exit: number })[];
let did: string[];
let options: GatewayOptions | null;
let tell: (message: ToWorker) => void;
let finish: Record<'create' | 'retire' | 'stop', () => void>;
let fail: Error | null;

const law: ServedLaw = {
  config: configIn('/nowhere'),
  register: registerWith(),
  supergraph: { schemaId: 'one' } as ServedLaw['supergraph'],
};

beforeEach(() => {
  [said, did, options, fail] = [[], [], null, null];
  const until = (what: keyof typeof finish) => () =>
    new Promise<void>((resolve) => {
      did.push(what);
      finish[what] = resolve;
    });
  const none = (): void => undefined;
  finish = { create: none, retire: none, stop: none };
  tell = serveAsWorker({
    log: pino({}, { write: none }),
    send: (message) => Promise.resolve(void said.push(message)),
    exit: (code) => void said.push({ exit: code }),
    create: async (asked) => {
      options = asked;
      await until('create')();
      if (fail !== null) throw fail;
      return {
        url: 'here',
        replace: (register, supergraph) => {
          did.push(`replace ${String(register.reviews.length)} ${supergraph.schemaId}`);
          return Promise.resolve();
        },
        retire: until('retire'),
        stop: until('stop'),
      } as RunningGateway;
    },
  });
});

const review = { subgraph: 'tax', sdlHash: '', reviewedBy: '' };
const change: ToWorker = { type: 'register', change: 7, register: registerWith({ reviews: [review] }) };

async function serving(): Promise<void> {
  tell({ type: 'serve', slot: 4, law });
  await settled();
  finish.create();
  await settled();
}

test('serves what it is handed, with the log of its slot, and says so once it does', async () => {
  tell({ type: 'serve', slot: 4, law });
  await settled();
  expect([options?.slot, options?.config, said]).toEqual([4, law.config, []]);
  finish.create();
  await settled();
  expect(said).toEqual([{ type: 'serving', url: 'here' }]);
});

test('says why it cannot, and ends', async () => {
  fail = new Error('the log is damaged');
  await serving();
  expect(said).toEqual([{ type: 'refused', reasons: ['the log is damaged'] }, { exit: 1 }]);
});

test('a register that comes while it starts is in force before that is acknowledged', async () => {
  tell({ type: 'serve', slot: 4, law });
  tell(change);
  await settled();
  expect([did, said]).toEqual([['create'], []]);
  finish.create();
  await settled();
  expect(did).toEqual(['create', 'replace 1 one']);
  expect(said).toEqual([
    { type: 'serving', url: 'here' },
    { type: 'applied', change: 7 },
  ]);
});

test('a register that comes while it leaves is in force at once: it still answers', async () => {
  await serving();
  tell({ type: 'retire' });
  await settled();
  tell(change);
  await settled();
  expect(did).toEqual(['create', 'retire', 'replace 1 one']);
  expect(said.at(-1)).toEqual({ type: 'applied', change: 7 });
  finish.retire();
  await settled();
  expect(said.slice(-2)).toEqual([{ type: 'ended', counted: expect.any(Array) as unknown }, { exit: 0 }]);
});

test('told to stop while it leaves, it stops, and ends once', async () => {
  await serving();
  tell({ type: 'retire' });
  await settled();
  tell({ type: 'stop' });
  await settled();
  expect(did).toEqual(['create', 'retire', 'stop']);
  finish.stop();
  finish.retire();
  await settled();
  expect(said.filter((one) => 'exit' in one)).toEqual([{ exit: 0 }]);
});

test('asks the primary for metrics, and tells it its own even while it leaves', async () => {
  await serving();
  tell({ type: 'retire' });
  const page = options?.metrics?.page();
  tell({ type: 'count', request: 3 });
  await settled();
  expect(said).toEqual(
    expect.arrayContaining([
      { type: 'total?', request: 1 },
      { type: 'counted', request: 3, counted: expect.any(Array) as unknown },
    ]),
  );
  const total = { contentType: 'text/plain', text: 'all' };
  tell({ type: 'total', request: 1, page: total });
  expect(await page).toEqual(total);
});
