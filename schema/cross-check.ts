/** Cuts the label map to what the composed supergraph has, and makes sure that nothing of it is missing from the map. */
import { Kind, parse } from 'graphql';
import type { Finding } from './finding';
import type { LabelMap } from './label-map';
import { record } from './subgraph-shape';

export interface CrossChecked {
  readonly labelMap: LabelMap;
  readonly findings: readonly Finding[];
}

/** @param supergraphSdl the full one: `@inaccessible` elements need labels, too */
export function crossCheck(labelMap: LabelMap, supergraphSdl: string): CrossChecked {
  const known = coordinatesOf(supergraphSdl);
  const findings = [...known.fields]
    .filter((coordinate) => labelMap.fields[coordinate] === undefined)
    .map((coordinate): Finding => ({
      code: 'GX3101',
      severity: 'error',
      coordinate,
      subgraph: null,
      line: null,
      message: `\`${coordinate}\` stands in the supergraph and in no subgraph that was read: it cannot be labelled`,
      article: '31',
    }));
  return {
    labelMap: Object.freeze({
      ...labelMap,
      fields: only(labelMap.fields, known.fields),
      types: only(labelMap.types, known.types),
      inputFields: only(labelMap.inputFields, known.inputFields),
      enumValues: only(labelMap.enumValues, known.enumValues),
    }),
    findings,
  };
}

interface Coordinates {
  readonly fields: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  readonly inputFields: ReadonlySet<string>;
  readonly enumValues: ReadonlySet<string>;
}

function coordinatesOf(supergraphSdl: string): Coordinates {
  const [fields, types, inputFields, enumValues] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ];
  for (const node of parse(supergraphSdl, { noLocation: true }).definitions) {
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        types.add(node.name.value);
        for (const field of node.fields ?? []) fields.add(`${node.name.value}.${field.name.value}`);
        break;
      case Kind.UNION_TYPE_DEFINITION:
        types.add(node.name.value);
        break;
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        for (const field of node.fields ?? []) inputFields.add(`${node.name.value}.${field.name.value}`);
        break;
      case Kind.ENUM_TYPE_DEFINITION:
        for (const value of node.values ?? []) enumValues.add(`${node.name.value}.${value.name.value}`);
        break;
      default:
        break;
    }
  }
  return { fields, types, inputFields, enumValues };
}

function only<T>(table: Readonly<Record<string, T>>, known: ReadonlySet<string>): Readonly<Record<string, T>> {
  const kept = record<T>();
  for (const [key, value] of Object.entries(table)) if (known.has(key)) kept[key] = value;
  return Object.freeze(kept);
}
