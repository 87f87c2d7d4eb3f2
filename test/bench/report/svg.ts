/** Charts as SVG, written by hand: bars on a logarithmic scale, and lines on two. */

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Ours stand out. */
  readonly ours: boolean;
}

export interface BarGroup {
  readonly title: string;
  readonly bars: readonly Bar[];
}

export interface ChartLine {
  readonly label: string;
  /** Above zero, both. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

const font = 'font-family="sans-serif" font-size="12"';
const colours = ['#0b6e4f', '#c8553d', '#33658a', '#7d5ba6'];
const width = 760;

/** One group per query, longest bar = greatest value of its group; every bar bears its value. */
export function barChart(title: string, unit: string, groups: readonly BarGroup[]): string {
  const rowHeight = 18;
  const labelWidth = 190;
  const room = width - labelWidth - 90;
  const parts: string[] = [];
  let y = 48;
  for (const group of groups) {
    parts.push(text(12, y, group.title, 'font-weight="bold"'));
    y += 8;
    const scale = barScale(group.bars.map(({ value }) => value));
    for (const { label, value, ours } of group.bars) {
      const length = Math.max(1, scale(value) * room);
      parts.push(text(labelWidth - 8, y + 13, label, 'text-anchor="end"'));
      parts.push(
        `<rect x="${labelWidth}" y="${y + 2}" width="${length.toFixed(1)}" height="14" fill="${ours ? colours[0] : '#9aa5b1'}"/>`,
      );
      parts.push(text(labelWidth + length + 6, y + 13, `${figure(value)} ${unit}`));
      y += rowHeight;
    }
    y += 24;
  }
  return document(y, title, parts);
}

/** Logarithmic from a third of the least value, so that small bars can still be told apart. @returns 0 to 1 */
export function barScale(values: readonly number[]): (value: number) => number {
  const known = values.filter((value) => value > 0);
  const [least, most] = [Math.min(...known) / 3, Math.max(...known)];
  return (value) => (value <= least ? 0 : Math.log(value / least) / Math.log(most / least));
}

/** Both axes logarithmic: what is proportional is a straight line that rises by one decade per decade. */
export function lineChart(title: string, xLabel: string, yLabel: string, lines: readonly ChartLine[]): string {
  const [left, top, right, bottom] = [70, 50, width - 150, 330];
  const all = lines.flatMap(({ points }) => points);
  const x = decades(all.map(([each]) => each));
  const y = decades(all.map(([, each]) => each));
  const at = ([px, py]: readonly [number, number]): readonly [number, number] => [
    left + x.place(px) * (right - left),
    bottom - y.place(py) * (bottom - top),
  ];
  const parts: string[] = [];
  for (const tick of x.ticks) {
    const [px] = at([tick, y.ticks[0] ?? 1]);
    parts.push(`<line x1="${px}" y1="${top}" x2="${px}" y2="${bottom}" stroke="#e1e5ea"/>`);
    parts.push(text(px, bottom + 18, figure(tick), 'text-anchor="middle"'));
  }
  for (const tick of y.ticks) {
    const [, py] = at([x.ticks[0] ?? 1, tick]);
    parts.push(`<line x1="${left}" y1="${py}" x2="${right}" y2="${py}" stroke="#e1e5ea"/>`);
    parts.push(text(left - 8, py + 4, figure(tick), 'text-anchor="end"'));
  }
  lines.forEach(({ label, points }, index) => {
    const colour = colours[index % colours.length] ?? '#000';
    const placed = points.map(at);
    parts.push(
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${placed.map((each) => each.map((n) => n.toFixed(1)).join(',')).join(' ')}"/>`,
    );
    for (const [px, py] of placed)
      parts.push(`<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="3" fill="${colour}"/>`);
    parts.push(text(right + 12, top + 14 + index * 18, label, `fill="${colour}"`));
  });
  parts.push(text((left + right) / 2, bottom + 40, xLabel, 'text-anchor="middle"'));
  parts.push(text(left, top - 10, yLabel));
  return document(bottom + 56, title, parts);
}

/** Whole powers of ten around the values. */
export function decades(values: readonly number[]): {
  readonly ticks: readonly number[];
  /** 0 to 1. */
  place(value: number): number;
} {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    ticks: Array.from({ length: to - from + 1 }, (_none, step) => Number(`1e${String(from + step)}`)),
    place: (value) => (Math.log10(value) - from) / (to - from),
  };
}

/** Three significant digits. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function text(x: number, y: number, content: string, more = ''): string {
  return `<text x="${Number(x.toFixed(1))}" y="${Number(y.toFixed(1))}" ${more}>${escapeXml(content)}</text>`;
}

export function escapeXml(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function document(height: number, title: string, parts: readonly string[]): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ${font} role="img" aria-label="${escapeXml(title)}">`;
  const background = `<rect width="${width}" height="${height}" fill="#fff"/>`;
  return [head, background, text(12, 22, title, 'font-size="15" font-weight="bold"'), ...parts, '</svg>', ''].join(
    '\n',
  );
}
