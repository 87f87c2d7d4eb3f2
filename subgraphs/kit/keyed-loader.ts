/** A DataLoader over a batch function that answers with a map: order and gaps are the kit's business, not each provider's. */
import DataLoader from 'dataloader';

/** @param loadMany gets each key once, never none; a key that is absent from its answer loads as `null` */
export function keyedLoader<V>(
  loadMany: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>,
): DataLoader<string, V | null> {
  return new DataLoader(async (keys) => {
    const found = await loadMany(keys);
    return keys.map((key) => found.get(key) ?? null);
  });
}
