/** What is keyed by generated aliases, as the client named it: by the shape alone, without masks, rows or completion. */
import type { ShapeNode, TypeShape } from '../../gateway/compiler/compiled-operation';

export function clientForm(node: ShapeNode, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => clientForm(node, each));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Readonly<Record<string, unknown>>;
  const typename = node.typename === null ? null : String(object[node.typename]);
  const shape = node.any ?? (typename === null ? undefined : node.byType[typename]);
  return shape === undefined ? null : formed(shape, object, typename);
}

function formed(shape: TypeShape, object: Readonly<Record<string, unknown>>, typename: string | null): unknown {
  return Object.fromEntries(
    shape.fields.map((field) => {
      switch (field.kind) {
        case 'composite':
          return [field.key, clientForm(field.child, object[field.alias])];
        case 'leaf':
          return [field.key, object[field.alias]];
        case 'typename':
          return [field.key, field.value ?? typename];
        case 'denied':
        case 'introspection':
          return [field.key, null];
      }
    }),
  );
}

/** Response names of the client along a path, as far as they are the client's; without indices. */
export function clientNames(node: ShapeNode, path: readonly (string | number)[]): readonly string[] {
  const [step, ...rest] = path;
  if (step === undefined) return [];
  if (typeof step === 'number') return clientNames(node, rest);
  for (const shape of node.any === null ? Object.values(node.byType) : [node.any]) {
    for (const field of shape.fields) {
      if (!('alias' in field) || field.alias !== step) continue;
      return [field.key, ...(field.kind === 'composite' ? clientNames(field.child, rest) : [])];
    }
  }
  return [];
}
