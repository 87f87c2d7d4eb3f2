/** What the law of the benchmark makes of an ungoverned answer: a second, naive reading of it, to compare answers with. */
import type { QueryName } from './queries';
import { regionCodes } from './subgraphs/town-data';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const lastRegion = regionCodes.at(-1);

/** @param open the ungoverned answer's data */
export function governedAnswer(query: QueryName, open: Json): Json {
  if (query === 'denied') return { roll: null };
  if (query === 'public') return open;
  const masked = maskPersons(open);
  return query === 'list' ? withoutRegion(masked) : masked;
}

/** Only residents have a `handle`. */
function maskPersons(value: Json): Json {
  if (isList(value)) return value.map(maskPersons);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
    if (key === 'name' && 'handle' in value && typeof inner === 'string') return [key, `${inner.slice(0, 1)}**`];
    if (key === 'idNumber' && typeof inner === 'string') return [key, `${inner.slice(0, 6)}************`];
    return [key, maskPersons(inner)];
  });
  return Object.fromEntries(entries);
}

function withoutRegion(value: Json): Json {
  if (value === null || typeof value !== 'object' || isList(value)) return value;
  const rows = value['roll'];
  if (rows === undefined || rows === null || !isList(rows)) return value;
  const inside = (row: Json): boolean =>
    row !== null && typeof row === 'object' && !isList(row) && row['regionCode'] !== lastRegion;
  return { ...value, roll: rows.filter(inside) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
