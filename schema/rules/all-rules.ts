/** Everything that composition refuses or warns about (vocabulary.md section 4), apart from what the reader itself finds. */
import { unknownCoordinates } from './gx0001-unknown-coordinates';
import { provider } from './gx0301-provider';
import { catalogueEntry } from './gx2301-catalogue-entry';
import { logicalAggregation } from './gx2501-logical-aggregation';
import { labelled } from './gx3101-label';
import { shareBasis } from './gx3102-share-basis';
import { shareTerms } from './gx3103-share-terms';
import { openTerms } from './gx3104-open-terms';
import { purposeOnUnconditional } from './gx3105-purpose-on-unconditional';
import { foreignRestriction } from './gx3201-foreign-restriction';
import { rowIdentity } from './gx3401-row-identity';
import { flows } from './gx3501-flows';
import { raisedLabel } from './gx3502-raised-label';
import { records } from './gx3503-records';
import { influences } from './gx3504-influences';
import { onwardTransferOfOpenData } from './gx3505-onward-transfer-of-open-data';
import { secrecy } from './gx3601-secrecy';
import { maskedForm } from './gx3602-masked-form';
import { reasonFitsClass } from './gx3603-reason-fits-class';
import type { Rule } from './rule';

export const allRules: readonly Rule[] = Object.freeze([
  unknownCoordinates,
  provider,
  catalogueEntry,
  logicalAggregation,
  labelled,
  shareBasis,
  shareTerms,
  openTerms,
  purposeOnUnconditional,
  foreignRestriction,
  rowIdentity,
  flows,
  raisedLabel,
  records,
  influences,
  onwardTransferOfOpenData,
  secrecy,
  maskedForm,
  reasonFitsClass,
]);
