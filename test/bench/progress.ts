/** What the benchmark is at, on standard error, with the seconds since it began. */
const begin = performance.now();

export function progress(text: string): void {
  const seconds = ((performance.now() - begin) / 1_000).toFixed(0).padStart(4);
  process.stderr.write(`${seconds} s  ${text}\n`);
}
