/** A label as the map holds it: no owner leaves open whether there is a masked form, and the owners stand in order. */
import type { Label, OwnerPolicy } from '../../directives';
import { record } from '../subgraph-shape';

export function finished(label: Label): Label;
export function finished(label: Label | null): Label | null;
export function finished(label: Label | null): Label | null {
  if (label === null) return null;
  const owners = record<OwnerPolicy>();
  for (const owner of Object.keys(label.owners).sort()) {
    const policy = label.owners[owner];
    // Nobody claimed a masked form: there is none.
    if (policy !== undefined) owners[owner] = Object.freeze({ ...policy, deidentified: policy.deidentified ?? null });
  }
  return Object.freeze({ owners: Object.freeze(owners), grade: label.grade });
}
