/** The law profiles that this build knows, by name; an unknown name is no profile. */
import type { LawProfile } from './law-profile';
import { gxDraftRev } from './law-profiles/gx-draft-rev';

const profiles: ReadonlyMap<string, LawProfile> = new Map([[gxDraftRev.name, gxDraftRev]]);

export const lawProfileNames: readonly string[] = [...profiles.keys()];

export function lawProfile(name: string): LawProfile | undefined {
  return profiles.get(name);
}
