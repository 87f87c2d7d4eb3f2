/** How the names of arguments, input fields and enum values relate to the fields that they filter or sort by (GX3504). */

/** Arguments that page through rows; rows are scoped apart (fine print, "Rows"). */
export const paginationArguments: ReadonlySet<string> = new Set([
  'first',
  'last',
  'after',
  'before',
  'limit',
  'offset',
  'skip',
  'take',
  'page',
  'pageSize',
  'size',
]);

const operators = [
  'gte',
  'lte',
  'gt',
  'lt',
  'eq',
  'ne',
  'in',
  'like',
  'contains',
  'startswith',
  'from',
  'to',
  'after',
  'before',
];
const orders = ['asc', 'desc'];

/** Every field name that an argument or input field can mean: its own, and what is left without an operator's suffix. */
export function meantByInput(name: string): ReadonlySet<string> {
  return withoutSuffix(name.toLowerCase(), operators);
}

/** The same for an enum value, where underscores count no more than case. */
export function meantByEnumValue(name: string): ReadonlySet<string> {
  return withoutSuffix(fold(name), orders);
}

/** @returns the name as enum values spell it */
export function fold(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

function withoutSuffix(name: string, suffixes: readonly string[]): ReadonlySet<string> {
  const found = new Set([name]);
  for (const suffix of suffixes) {
    if (name.length > suffix.length && name.endsWith(suffix)) {
      found.add(name.slice(0, -suffix.length).replace(/_+$/, ''));
    }
  }
  return found;
}
