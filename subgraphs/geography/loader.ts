/** Per-request loaders over the divisions: each code is looked up once, in batches. */
import DataLoader from 'dataloader';
import { childrenOf, divisionByCode, type DivisionRecord } from './data/divisions';

export interface GeographyLoaders {
  readonly division: DataLoader<string, DivisionRecord | null>;
  readonly children: DataLoader<string, readonly DivisionRecord[]>;
}

export function createGeographyLoaders(): GeographyLoaders {
  return {
    division: new DataLoader((codes) => Promise.resolve(codes.map((code) => divisionByCode(code) ?? null))),
    children: new DataLoader((codes) => Promise.resolve(codes.map(childrenOf))),
  };
}
