/** Per-request loaders over the register of residents: each person and each household is read once, in batches. */
import type DataLoader from 'dataloader';
import { keyedLoader } from '../kit/keyed-loader';
import type { HouseholdRecord, PersonRecord, ResidentRegister } from './data-access';

export interface PopulationLoaders {
  readonly person: DataLoader<string, PersonRecord | null>;
  readonly household: DataLoader<string, HouseholdRecord | null>;
  /** Lists, counts and corrections are not keyed: they go to the register itself. */
  readonly register: ResidentRegister;
}

export function createPopulationLoaders(register: ResidentRegister): PopulationLoaders {
  return {
    person: keyedLoader(register.personsByPid),
    household: keyedLoader(register.householdsById),
    register,
  };
}
