/** `Type.*` in a grant, spelled out at start: the fields of that type now, none that is added later (interface.md). */
import type { Register } from '../../policy/register';
import { deepFreeze } from './freeze';

export interface ExpandedRegister {
  readonly register: Register;
  /** One per `Type.*`; lower case, saying what would make it right. */
  readonly warnings: readonly string[];
}

/** @param coordinates every `Type.field` of the supergraph that is about to be served */
export function expandGrantFields(register: Register, coordinates: Iterable<string>): ExpandedRegister {
  const all = [...coordinates];
  const warnings: string[] = [];
  const grants = register.grants.map((grant) => {
    const fields = grant.fields.flatMap((field) => {
      if (!field.endsWith('.*')) return [field];
      const members = all.filter((coordinate) => coordinate.startsWith(field.slice(0, -1))).sort();
      warnings.push(
        members.length === 0
          ? `grant \`${grant.id}\` names \`${field}\`, a type without fields: correct its name`
          : `grant \`${grant.id}\` names \`${field}\`: list the ${members.length} fields that it is for (production refuses it)`,
      );
      return members;
    });
    return { ...grant, fields: [...new Set(fields)] };
  });
  return { register: deepFreeze({ ...register, grants }), warnings };
}
