/** What was actually released: counts per form of row, and the data subjects, for the access log. */
import type { Position } from '../compiler/compiled-operation';

/** Objects of one type at one position of which exactly these fields were released. */
export interface ReleasedObjects {
  readonly type: string;
  /**
   * Positions (joined by `.`) of the leaf and composite fields released, in shape order. Where all were, this is the same array for
   * every answer of one compiled operation.
   */
  readonly positions: readonly string[];
  /** The coordinates beside them. */
  readonly coordinates: readonly string[];
  readonly rows: number;
}

export interface Subject {
  readonly type: string;
  readonly key: string;
}

export interface Disclosure {
  readonly released: readonly ReleasedObjects[];
  /** Every `@subject` entity in the answer, once per type and key. */
  readonly subjects: readonly Subject[];
}

/** Objects of one form. */
export type Form = Omit<ReleasedObjects, 'rows'>;

/** What may be released of a type at one position. */
export interface Releasable {
  /** Index among those of the operation. */
  readonly id: number;
  readonly name: string;
  /** With all its fields. */
  readonly whole: Form;
}

/** @param fields leaf and composite fields in shape order */
export function wholeForm(
  type: string,
  position: Position,
  fields: readonly { readonly key: string; readonly coordinate: string }[],
): Form {
  return Object.freeze({
    type,
    positions: Object.freeze(fields.map((field) => [...position, field.key].join('.'))),
    coordinates: Object.freeze(fields.map((field) => field.coordinate)),
  });
}

/**
 * Grows while the answer is written and shrinks again where something is withheld after all. One number per object: which form it
 * has (not negative) or which subject it is (negative).
 */
export class DisclosureLedger {
  private readonly journal: number[] = [];
  private readonly forms: Form[];
  /** By type, then by what was not released. */
  private readonly partial: (Map<string, number> | undefined)[] = [];
  private readonly subjects: Subject[] = [];

  constructor(types: readonly Releasable[]) {
    this.forms = types.map((type) => type.whole);
  }

  /** @param absent indices among the fields of `type.whole`, each followed by a comma, of those that were not released */
  released(type: Releasable, absent: string): void {
    this.journal.push(absent === '' ? type.id : this.partialForm(type, absent));
  }

  subject(type: Releasable, key: string): void {
    this.journal.push(-this.subjects.push({ type: type.name, key }));
  }

  mark(): number {
    return this.journal.length;
  }

  rollBack(mark: number): void {
    this.journal.length = mark;
  }

  sum(): Disclosure {
    const rows = new Array<number>(this.forms.length).fill(0);
    const subjects = new Map<string, Map<string, Subject>>();
    for (const entry of this.journal) {
      if (entry >= 0) {
        rows[entry] = (rows[entry] ?? 0) + 1;
        continue;
      }
      const subject = this.subjects[-entry - 1];
      if (subject === undefined) throw new Error('the journal names a subject that nobody told');
      let ofType = subjects.get(subject.type);
      if (ofType === undefined) subjects.set(subject.type, (ofType = new Map()));
      ofType.set(subject.key, subject);
    }
    const released: ReleasedObjects[] = [];
    for (const [index, { type, positions, coordinates }] of this.forms.entries()) {
      const count = rows[index] ?? 0;
      if (count > 0) released.push({ type, positions, coordinates, rows: count });
    }
    return { released, subjects: [...subjects.values()].flatMap((ofType) => [...ofType.values()]) };
  }

  private partialForm(type: Releasable, absent: string): number {
    let ofType = this.partial[type.id];
    if (ofType === undefined) this.partial[type.id] = ofType = new Map();
    const before = ofType.get(absent);
    if (before !== undefined) return before;
    const missing = new Set(absent.split(',').slice(0, -1).map(Number));
    const { positions, coordinates } = type.whole;
    const form: Form = {
      type: type.name,
      positions: positions.filter((_, index) => !missing.has(index)),
      coordinates: coordinates.filter((_, index) => !missing.has(index)),
    };
    const id = this.forms.push(form) - 1;
    ofType.set(absent, id);
    return id;
  }
}
