/** `npm run bench`: reads what is wanted, does it, and leaves no process behind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { endAllChildren, endChildrenWithUs } from './children';
import { profileGateway } from './profile';
import { readOptions, usage, type Options } from './options';
import { askedQuery, bodyOf } from './queries';
import { gatewayKind } from './gateways/all-gateways';
import { runBench } from './run-bench';
import { startSubgraphs } from './subgraphs/start';

const concurrency = 16;
const profiledSeconds = 15;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return void process.stdout.write(`${usage}\n`);
  endChildrenWithUs();
  const folder = mkdtempSync(join(tmpdir(), 'lingqu-bench-'));
  const lingquRoot = resolve(options.lingqu ?? join(__dirname, '../..'));
  if (options.profile !== undefined) return profile(options.profile, options, folder, lingquRoot);
  if (options.serve !== undefined) return serve(options.serve, options, folder, lingquRoot);
  await runBench(options, folder, lingquRoot);
  // Kept where a run fails: the gateways' logs are in it.
  rmSync(folder, { recursive: true, force: true });
}

async function profile(gateway: string, options: Options, folder: string, lingquRoot: string): Promise<void> {
  const query = askedQuery(options.query);
  const seconds = profiledSeconds;
  const profiled = await profileGateway({ gateway, query, seconds, concurrency, lingquRoot, folder });
  const { cpuMs, requests, file } = profiled;
  const shown = options.functions ? profiled.functions : profiled.parts;
  const lines = shown.slice(0, 40).map(({ part, percent }) => `${percent.toFixed(1).padStart(5)} %  ${part}`);
  process.stdout.write(
    [
      `${gateway}, ${options.query}: ${cpuMs.toFixed(3)} ms of CPU per request over ${String(requests)} requests (with the profiler on)`,
      ...lines,
      `profile: ${file}`,
      '',
    ].join('\n'),
  );
}

async function serve(name: string, options: Options, folder: string, lingquRoot: string): Promise<void> {
  const query = askedQuery(options.query);
  const subgraphs = await startSubgraphs(0);
  const gateway = await gatewayKind(name).start({ subgraphs, folder, lingquRoot });
  const headers = Object.entries({ 'content-type': 'application/json', ...(await gateway.headers(query)) });
  const spoken = headers.map(([key, value]) => `-H '${key}: ${value}'`).join(' ');
  process.stdout.write(`pid ${String(gateway.child.pid)}, configuration in ${folder}\n`);
  process.stdout.write(`curl -s ${gateway.url} ${spoken} -d '${bodyOf(query)}'\n`);
  await gateway.child.ended;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    endAllChildren();
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
