/** `supergraph.graphql` and `label-map.json`: what `compose` writes, and how it is read back; both are hashed into one schema id. */
import type { Label } from '../directives';
import type { FieldEntry, LabelMap } from './label-map';
import { canonicalJson, schemaIdOf } from './schema-id';
import { record } from './subgraph-shape';

export const supergraphFile = 'supergraph.graphql';
export const labelMapFile = 'label-map.json';

export interface Artefacts {
  /** File name → text, each ending in a newline. */
  readonly [supergraphFile]: string;
  readonly [labelMapFile]: string;
}

export interface ReadArtefacts {
  readonly schemaId: string;
  readonly supergraphSdl: string;
  readonly labelMap: LabelMap;
}

/** The same composition always gives the same bytes. */
export function writeArtefacts({ schemaId, supergraphSdl, labelMap }: ReadArtefacts): Artefacts {
  const coordinates = record<unknown>();
  for (const [coordinate, entry] of Object.entries(labelMap.fields)) {
    const { coordinate: _, label, ...rest } = entry;
    coordinates[coordinate] = { owners: label?.owners ?? null, grade: label?.grade ?? null, ...rest };
  }
  const { lawProfile, types, inputFields, enumValues } = labelMap;
  const map = { schemaId, lawProfile, coordinates, types, inputFields, enumValues };
  return {
    [supergraphFile]: `${supergraphSdl.trimEnd()}\n`,
    [labelMapFile]: `${canonicalJson(map, 2)}\n`,
  };
}

/** @throws Error when the two do not belong together, or were changed after they had been written */
export function readArtefacts(artefacts: Artefacts): ReadArtefacts {
  const supergraphSdl = artefacts[supergraphFile].trimEnd();
  const map = parseMap(artefacts[labelMapFile]);
  const fields = record<FieldEntry>();
  for (const [coordinate, { owners, grade, ...rest }] of Object.entries(map.coordinates)) {
    fields[coordinate] = { coordinate, label: owners === null ? null : { owners, grade }, ...rest };
  }
  const labelMap: LabelMap = {
    lawProfile: map.lawProfile,
    fields,
    types: map.types,
    inputFields: map.inputFields,
    enumValues: map.enumValues,
  };
  if (schemaIdOf(supergraphSdl, labelMap) !== map.schemaId) {
    throw new Error(
      `\`${labelMapFile}\` and \`${supergraphFile}\` do not fit the schema id \`${map.schemaId}\`: run \`lingqu compose\` again`,
    );
  }
  return { schemaId: map.schemaId, supergraphSdl, labelMap };
}

interface StoredMap extends Pick<LabelMap, 'lawProfile' | 'types' | 'inputFields' | 'enumValues'> {
  readonly schemaId: string;
  readonly coordinates: Readonly<
    Record<
      string,
      Omit<FieldEntry, 'coordinate' | 'label'> & {
        readonly owners: Label['owners'] | null;
        readonly grade: Label['grade'];
      }
    >
  >;
}

/** Only what carries the right schema id is believed, so its shape is that of the build that wrote it. */
function parseMap(text: string): StoredMap {
  const refuse = (): never => {
    throw new Error(`\`${labelMapFile}\` is no label map: run \`lingqu compose\` again`);
  };
  let value: unknown;
  try {
    value = JSON.parse(text, withoutPrototype);
  } catch {
    return refuse();
  }
  const tables = ['coordinates', 'types', 'inputFields', 'enumValues'];
  const map = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const shaped =
    typeof map.schemaId === 'string' && tables.every((key) => typeof map[key] === 'object' && map[key] !== null);
  return shaped ? (value as StoredMap) : refuse();
}

/** Tables are keyed by names of a schema: `constructor` must be there only if the schema has it. */
function withoutPrototype(_key: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.setPrototypeOf(value, null)
    : value;
}
