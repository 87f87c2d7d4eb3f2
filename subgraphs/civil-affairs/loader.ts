/** Per-request loaders over assistance cases and the marriage register. */
import type DataLoader from 'dataloader';
import { keyedLoader } from '../kit/keyed-loader';
import type { AssistanceCaseRecord, CivilAffairsRegister, MaritalStatus } from './data-access';

export interface CivilAffairsLoaders {
  readonly knownPid: DataLoader<string, string | null>;
  readonly maritalStatus: DataLoader<string, MaritalStatus | null>;
  readonly caseOf: DataLoader<string, AssistanceCaseRecord | null>;
  readonly assistanceCase: DataLoader<string, AssistanceCaseRecord | null>;
  /** Lists are not keyed: they go to the register itself. */
  readonly register: CivilAffairsRegister;
}

export function createCivilAffairsLoaders(register: CivilAffairsRegister): CivilAffairsLoaders {
  return {
    knownPid: keyedLoader(register.knownPids),
    maritalStatus: keyedLoader(register.maritalStatus),
    caseOf: keyedLoader(register.casesByPid),
    assistanceCase: keyedLoader(register.casesById),
    register,
  };
}
