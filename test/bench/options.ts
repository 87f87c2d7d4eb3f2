/** The benchmark's command line. */
import { parseArgs } from 'node:util';

export const usage = `npm run bench [-- OPTIONS]: measures Lingqu beside other gateways and writes test/bench/RESULTS.md, results.json and charts.

  --quick                 the same in under 8 minutes: three short rounds, shorter series
  --only LIST             queries: big,small,list,denied,public
  --gateways LIST         gateways by name, such as lingqu-governed,apollo
  --rounds N              alternating rounds (default 5; with --quick 3)
  --seconds N             of each window (default 4; with --quick 0.7)
  --soak                  ten minutes of load and the heap after each collection, too
  --out DIR               where results are written (default: test/bench)
  --lingqu DIR            another built checkout of Lingqu to measure

  --profile GATEWAY       only that: a CPU profile of one gateway of node under one query
  --query NAME            for --profile and --serve (default big); list:N is a list of N entities
  --functions             for --profile: by function, not by part
  --serve GATEWAY         only that: starts the subgraphs and one gateway, says how to ask it, and waits for Ctrl-C
  --help`;

export type Options = ReturnType<typeof readOptions>;

/** @throws Error for what is not an option */
export function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      gateways: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      soak: { type: 'boolean', default: false },
      out: { type: 'string' },
      lingqu: { type: 'string' },
      profile: { type: 'string' },
      query: { type: 'string', default: 'big' },
      functions: { type: 'boolean', default: false },
      serve: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    ...values,
    only: listed(values.only),
    gateways: listed(values.gateways),
    rounds: counted('rounds', values.rounds) ?? (values.quick ? 3 : 5),
    seconds: counted('seconds', values.seconds) ?? (values.quick ? 0.7 : 4),
  };
}

function listed(text: string | undefined): readonly string[] | null {
  return text === undefined ? null : text.split(',').map((each) => each.trim());
}

function counted(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (!(number > 0)) throw new Error(`\`--${name} ${text}\`: give a number above 0`);
  return number;
}
