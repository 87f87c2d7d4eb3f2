/** The join of two labels: strictest wins, owner by owner. */
import type { Label } from './label';

export function stricter(_a: Label, _b: Label): Label {
  throw new Error('to be written');
}
