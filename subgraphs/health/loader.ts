/** Per-request loaders over hospital visits: each person and each visit is looked up once, in batches. */
import DataLoader from 'dataloader';
import { syntheticVisit, syntheticVisits, type SyntheticVisit } from './data/visits';

export interface HealthLoaders {
  readonly visit: DataLoader<string, SyntheticVisit | null>;
  readonly visitsOf: DataLoader<string, readonly SyntheticVisit[]>;
}

export function createHealthLoaders(): HealthLoaders {
  return {
    visit: new DataLoader((visitIds) => Promise.resolve(visitIds.map((visitId) => syntheticVisit(visitId) ?? null))),
    visitsOf: new DataLoader((pids) => Promise.resolve(pids.map(syntheticVisits))),
  };
}
