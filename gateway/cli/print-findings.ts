/** Findings as lines for people: code, place, what would make it right, article. */
import type { Finding } from '../../schema/finding';
import type { Terminal } from './terminal';

export function printFindings(findings: readonly Finding[], { out, colours }: Terminal): void {
  for (const { code, severity, coordinate, subgraph, line, message, article } of findings) {
    const word = severity === 'error' ? colours.red('error  ') : colours.yellow('warning');
    const place = subgraph === null ? '' : `(${subgraph}${line === null ? '' : `:${String(line)}`})`;
    const where = [coordinate === null ? '' : colours.bold(coordinate), place].filter((each) => each !== '').join(' ');
    out(`${word} ${code}  ${where}${article === null ? '' : `  ${colours.dim(`Art ${article}`)}`}`);
    out(`        ${message}`);
  }
}

export function countedFindings(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`;
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
