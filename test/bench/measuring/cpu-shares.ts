/** A V8 CPU profile as shares: how much of the busy time each part of the program took itself. */

export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds of the monotonic clock, which all processes of a machine share. */
  readonly startTime: number;
  /** Microseconds from one sample to the next. */
  readonly timeDeltas: readonly number[];
}

/** Milliseconds of the monotonic clock. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Now, on the clock of profiles. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}

export interface Share {
  readonly part: string;
  readonly ms: number;
  /** Of the time that was not idle. */
  readonly percent: number;
}

/** Self time by part: a file of ours, a package, a builtin of node, the collector. Samples outside the window do not count. */
export function sharesOf(profile: CpuProfile, window: Window, nameOf: typeof partOf = partOf): readonly Share[] {
  const nameById = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const byPart = new Map<string, number>();
  let at = profile.startTime / 1_000;
  profile.samples.forEach((id, index) => {
    const ms = (profile.timeDeltas[index] ?? 0) / 1_000;
    at += ms;
    const part = nameById.get(id);
    if (part === undefined || part === null || at < window.from || at > window.to) return;
    byPart.set(part, (byPart.get(part) ?? 0) + ms);
  });
  const total = [...byPart.values()].reduce((sum, ms) => sum + ms, 0);
  return [...byPart]
    .map(([part, ms]) => ({ part, ms, percent: total === 0 ? 0 : (100 * ms) / total }))
    .sort((a, b) => b.ms - a.ms);
}

type CallFrame = CpuProfile['nodes'][number]['callFrame'];

/** @returns `null` for idle time */
export function partOf({ functionName, url }: CallFrame): string | null {
  if (functionName === '(idle)' || functionName === '(root)') return null;
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(program)') return 'native code without a stack';
  const [, dependency] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (dependency !== undefined) return dependency;
  const [, ours] = /\/dist\/(.+)\.js$/.exec(url) ?? [];
  if (ours !== undefined) return ours;
  if (url.startsWith('node:')) return url;
  return url === '' ? 'builtins of V8 and native code' : 'other scripts';
}

/** One function of ours or of a package, as `name (part:line)`. */
export function functionOf(frame: CallFrame): string | null {
  const part = partOf(frame);
  if (part === null || part === 'garbage collection') return part;
  const line = frame.lineNumber >= 0 ? `:${String(frame.lineNumber + 1)}` : '';
  return `${frame.functionName === '' ? '(anonymous)' : frame.functionName} (${part}${line})`;
}
