/** Where values of given fields show up in a town: in what subgraphs were sent and answered, in answers to clients, and in both logs. */
import type { Town } from './lawful-town';
import type { Answer } from './start-gateway';
import { sentinels, sentinelsIn, type Sentinel } from './town-data';

/** @returns `place: Type.field of row`, each once, sorted; `[]` = nowhere */
export function tracesOf(town: Town, coordinates: readonly string[], ...answers: readonly Answer[]): readonly string[] {
  const places: readonly (readonly [string, string])[] = [
    ...town.captured.flatMap(({ subgraph, request, reply }): [string, string][] => [
      [`sent to ${subgraph}`, request],
      [`answered by ${subgraph}`, reply],
    ]),
    ...answers.map(({ text }): [string, string] => ['told to client', text]),
    ['access log', town.logText()],
    ['server log', town.serverLog.join('\n')],
  ];
  const found = places.flatMap(([place, text]) =>
    sentinelsIn(text)
      .filter(({ coordinate }) => coordinates.includes(coordinate))
      .map(({ coordinate, row }) => `${place}: ${coordinate} of ${row}`),
  );
  return [...new Set(found)].sort();
}

/** Coordinates of the values in an answer, each once, sorted. */
export function released(answer: Answer): readonly string[] {
  return [...new Set(sentinelsIn(answer.text).map(({ coordinate }) => coordinate))].sort();
}

/** @returns the value of a field of a row, as its provider has it */
export function valueOf(coordinate: string, row: string): string | number {
  const found: Sentinel | undefined = sentinels.find((each) => each.coordinate === coordinate && each.row === row);
  if (found === undefined) throw new Error(`no row \`${row}\` has \`${coordinate}\``);
  return found.value;
}

/** `code coordinate` of each error, in order. */
export function denials(answer: Answer): readonly string[] {
  return (answer.body.errors ?? []).map(
    ({ extensions }) => `${String(extensions.code)} ${String(extensions.coordinate ?? '-')}`,
  );
}
