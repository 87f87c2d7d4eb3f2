/**
 * Objects of the merged tree. INVARIANT: nothing is inherited by one, so that no name in a reply or a schema means anything but
 * itself; and nothing that a subgraph sends is one, so that no value of a scalar passes for an object that was selected.
 */
export type TreeObject = Record<string, unknown>;

const nothing: object = Object.freeze(Object.create(null) as object);

/** Made by a constructor, because V8 keeps objects without any prototype as hash tables, at twice the cost. */
const Tree = function () {
  // Filled by whoever reads a reply.
} as unknown as new () => TreeObject;
Tree.prototype = nothing;

export function emptyObject(): TreeObject {
  return new Tree();
}

export function isTreeObject(value: unknown): value is TreeObject {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === nothing;
}
