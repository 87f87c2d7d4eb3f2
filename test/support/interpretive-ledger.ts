/** The disclosure, kept as one line per object: the oracle of `DisclosureLedger`. */
import type { ShapeNode, TypeShape } from '../../gateway/compiler/compiled-operation';
import type { Disclosure, ReleasedObjects } from '../../gateway/executor/disclosure';

interface Line {
  readonly node: ShapeNode;
  readonly shape: TypeShape;
  readonly fields: readonly number[];
}

/** Grows while the answer is built and shrinks again where something is withheld after all. */
export interface DisclosureLedger {
  released(node: ShapeNode, shape: TypeShape, fields: readonly number[]): void;
  subject(type: string, key: string): void;
  mark(): readonly [lines: number, subjects: number];
  rollBack(mark: readonly [lines: number, subjects: number]): void;
  sum(): Disclosure;
}

export function disclosureLedger(): DisclosureLedger {
  const lines: Line[] = [];
  const subjects: { type: string; key: string }[] = [];
  return {
    released: (node, shape, fields) => lines.push({ node, shape, fields }),
    subject: (type, key) => subjects.push({ type, key }),
    mark: () => [lines.length, subjects.length],
    rollBack([lineCount, subjectCount]) {
      lines.length = lineCount;
      subjects.length = subjectCount;
    },
    sum() {
      const groups = new Map<TypeShape, Map<string, { line: Line; rows: number }>>();
      for (const line of lines) {
        let forms = groups.get(line.shape);
        if (forms === undefined) groups.set(line.shape, (forms = new Map()));
        const form = line.fields.join(',');
        const group = forms.get(form);
        if (group === undefined) forms.set(form, { line, rows: 1 });
        else group.rows += 1;
      }
      const distinct = new Map(subjects.map((each) => [`${each.type}\u0000${each.key}`, each] as const));
      return {
        released: [...groups.values()].flatMap((forms) => [...forms.values()].map(releasedObjects)),
        subjects: [...distinct.values()],
      };
    },
  };
}

function releasedObjects({ line, rows }: { line: Line; rows: number }): ReleasedObjects {
  const fields = line.fields.map((index) => line.shape.fields[index]).filter((field) => field !== undefined);
  return {
    type: line.shape.name,
    positions: fields.map((field) => [...line.node.position, field.key].join('.')),
    coordinates: fields.map((field) => field.coordinate),
    rows,
  };
}
