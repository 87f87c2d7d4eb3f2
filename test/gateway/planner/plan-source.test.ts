import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, type DocumentNode } from 'graphql';
import { cachedPlans, plansInProcess, type PlanSource } from '../../../gateway/planner/plan-source';
import { plansInWorker } from '../../../gateway/planner/plans-in-worker';
import type { QueryPlan } from '../../../gateway/planner/query-plan';
import { inProcessFederation } from '../../support/in-process-federation';
import { library } from '../../support/library-federation';
import { printPlan } from '../../support/print-plan';

const { supergraphSdl } = inProcessFederation(library);
const document = parse('{ _l0: lists { _l1: head { _l2: friends { _l3: name } } } }');
const expected = [
  'lists: {_l0:lists{_l1:head{__typename uid}}}',
  'people at _l0.@._l1: {...on User{__typename uid}} → {...on User{_l2:friends{__typename uid}}}}',
  'reviews at _l0.@._l1._l2.@: {...on User{__typename uid}} → {...on User{_l3:name}}}',
];

test('a plan is frozen through and through', async () => {
  const plan = await plansInProcess(supergraphSdl).plan('k', document);
  expect(printPlan(plan)).toEqual(expected);
  const check = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    expect(Object.isFrozen(value)).toBe(true);
    Object.values(value).forEach(check);
  };
  check(plan);
});

test('a document is planned once for a crowd, and kept', async () => {
  const finish: ((plan: QueryPlan) => void)[] = [];
  const source = cachedPlans(() => new Promise((resolve) => finish.push(resolve)));
  const crowd = [source.plan('k', document), source.plan('k', document), source.plan('other', document)];
  const plan = { node: null };
  for (const each of finish) each(plan);
  expect(await Promise.all(crowd)).toEqual([plan, plan, plan]);
  await source.plan('k', document);
  expect(finish).toHaveLength(2);
});

test('a plan that failed is tried again', async () => {
  let made = 0;
  const source = cachedPlans(() => (made++ === 0 ? Promise.reject(new Error('no')) : Promise.resolve({ node: null })));
  await expect(source.plan('k', document)).rejects.toThrow('no');
  await expect(source.plan('k', document)).resolves.toEqual({ node: null });
  await source.plan('k', document);
  expect(made).toBe(2);
});

describe('on a thread of their own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-worker-'));
  const opened: PlanSource[] = [];

  afterAll(async () => {
    await Promise.all(opened.map((source) => source.close()));
    rmSync(folder, { recursive: true });
  });

  function worker(code: string): PlanSource {
    const entry = join(folder, `${String(opened.length)}.js`);
    writeFileSync(entry, `const { parentPort } = require('node:worker_threads');\n${code}`);
    return open(entry);
  }

  function open(entry: string): PlanSource {
    const source = plansInWorker(supergraphSdl, entry);
    opened.push(source);
    return source;
  }

  const plan = (source: PlanSource, asked: DocumentNode = document): Promise<QueryPlan> =>
    source.plan(JSON.stringify(asked.definitions.length), asked);

  test('plans are the same, and frozen', async () => {
    const source = open(join(__dirname, '../../support/typescript-plan-worker.js'));
    const made = await plan(source);
    expect(printPlan(made)).toEqual(expected);
    expect(Object.isFrozen(made.node)).toBe(true);
    await expect(source.plan('bad', parse('{ nothing }'))).rejects.toThrow('the operation cannot be planned: ');
    expect(await plan(source)).toBe(made);
  });

  test('a thread that dies fails what it owed, and the next request starts another', async () => {
    const source = worker(`
      const fs = require('node:fs');
      parentPort.on('message', ({ id }) => {
        if (fs.existsSync(__filename + '.died')) return parentPort.postMessage({ id, plan: { node: null } });
        fs.writeFileSync(__filename + '.died', '');
        process.exit(1);
      });`);
    await expect(plan(source)).rejects.toThrow('the planning thread ended');
    await expect(plan(source)).resolves.toEqual({ node: null });
  });

  test('a thread that throws fails what it owed', async () => {
    const source = worker(`parentPort.on('message', () => { throw new Error('broken'); });`);
    await expect(plan(source)).rejects.toThrow('the planning thread failed: broken');
  });

  test('a thread that cannot start is an error', async () => {
    await expect(plan(open(join(folder, 'missing.js')))).rejects.toThrow('the planning thread failed');
  });

  test('after closing nothing is planned', async () => {
    const source = worker(`parentPort.on('message', () => undefined);`);
    const owed = plan(source);
    const settled = expect(owed).rejects.toThrow('the planning thread ended');
    await source.close();
    await settled;
    await expect(plan(source)).rejects.toThrow('the planning thread is closed');
  });
});
