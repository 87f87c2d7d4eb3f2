/** The masked form of a field's value, lists element by element. */
import type { LeafPlan, MaskPlan, Wrapping } from './answer-plan';
import type { AnswerRun, Outcome } from './answer-run';
import { closeBracket, comma, jsonNull, openBracket } from './json-bytes';
import { writeLeaf } from './leaf-form';

/** INVARIANT: a value that cannot be masked never passes; where null may not stand it is withheld, and is never an error. */
export function writeMasked(run: AnswerRun, field: LeafPlan, mask: MaskPlan, value: unknown): Outcome {
  if (maskInto(run, field, mask, run.keyOf(mask), field.type, value)) return 'written';
  return field.type.nonNull ? 'withheld' : 'null';
}

/** @returns whether anything is left of the value; else nothing is written */
function maskInto(
  run: AnswerRun,
  field: LeafPlan,
  { leaf }: MaskPlan,
  key: Buffer | null,
  { item }: Wrapping,
  value: unknown,
): boolean {
  const { out } = run;
  if (leaf === null) return false;
  if (item === null) {
    const masked = leaf(value, key);
    return masked !== null && writeLeaf(out, field.form, masked);
  }
  if (!Array.isArray(value)) return false;
  out.byte(openBracket);
  let count = 0;
  for (const each of value as readonly unknown[]) {
    const mark = out.length;
    if (count > 0) out.byte(comma);
    if (maskInto(run, field, { leaf, keyedBy: null }, key, item, each)) {
      count++;
    } else if (item.nonNull) {
      // Items that could not be masked are dropped where null may not stand.
      out.length = mark;
    } else {
      out.raw(jsonNull);
      count++;
    }
  }
  out.byte(closeBracket);
  return true;
}
