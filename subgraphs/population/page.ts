/** Cuts one page out of a list, by cursors that name a place in it. */

export interface Page<T> {
  /** Place of the first item in the whole list. */
  readonly start: number;
  readonly items: readonly T[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

export function cursorAt(place: number): string {
  return Buffer.from(`place:${place}`).toString('base64url');
}

/** @param after `null` = from the beginning; what is no cursor counts as the end of the list, so that it shows nothing */
export function pageAfter<T>(list: readonly T[], first: number, after: string | null): Page<T> {
  const start = after === null ? 0 : placeOf(after, list.length) + 1;
  const items = list.slice(start, start + first);
  return {
    start,
    items,
    pageInfo: {
      hasNextPage: start + items.length < list.length,
      hasPreviousPage: start > 0,
      startCursor: items.length > 0 ? cursorAt(start) : null,
      endCursor: items.length > 0 ? cursorAt(start + items.length - 1) : null,
    },
  };
}

function placeOf(cursor: string, end: number): number {
  const place = /^place:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[1];
  return place === undefined ? end : Number(place);
}
