/** Reads register.yaml into a `Register`: strict, every mistake with file, line and key. */
import type { Evidence } from '../../../directives/record';
import { readYaml, type LineOf, type YamlProblem } from '../../../schema/strict-yaml';
import type { Grant } from '../../policy/grant';
import { anonymous } from '../../policy/principal-of';
import type { Organisation, Purpose, Register } from '../../policy/register';
import { deepFreeze } from './freeze';
import { registerDoubts, registerMistakes, type Mistake } from './register-references';
import { registerShape, type StatedRegister } from './register-shape';

export type RegisterReading =
  | { readonly ok: true; readonly register: Register; readonly warnings: readonly YamlProblem[] }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

export interface RegisterCircumstances {
  /** Refuses `Type.*`, which elsewhere `expandGrantFields` spells out at start. */
  readonly production: boolean;
  /** How many issuers tokens may come from; with several, every client names its own. */
  readonly issuers: number;
}

export function readRegisterYaml(file: string, text: string, circumstances: RegisterCircumstances): RegisterReading {
  const reading = readYaml({ file, text }, registerShape);
  if (!reading.ok) return reading;
  const stated = reading.value;
  const purposes = knownPurposes(stated);
  const problem = ({ path, message }: Mistake): YamlProblem => placed(file, reading.lineOf, path, message);
  const mistakes = [
    ...registerMistakes(stated, purposes),
    ...(circumstances.production ? wildcards(stated) : []),
    ...(circumstances.issuers > 1 ? withoutIssuer(stated) : []),
  ];
  if (mistakes.length > 0) return { ok: false, problems: mistakes.map(problem) };
  return { ok: true, register: registerFrom(stated, purposes), warnings: registerDoubts(stated).map(problem) };
}

function placed(file: string, lineOf: LineOf, path: Mistake['path'], message: string): YamlProblem {
  return { file, line: lineOf(path), key: path.join('.'), message };
}

function wildcards({ grants }: StatedRegister): readonly Mistake[] {
  return grants.flatMap(({ fields }, index) =>
    fields.flatMap((field, place): Mistake[] => {
      const message = `\`${field}\` is refused in production: list the fields that the application named`;
      return field.endsWith('.*') ? [{ path: ['grants', index, 'fields', place], message }] : [];
    }),
  );
}

function withoutIssuer({ clients }: StatedRegister): readonly Mistake[] {
  return clients.flatMap(({ id, issuer }, index): Mistake[] => {
    const message = `client \`${id}\` names no issuer: with several configured, each client names its own`;
    return issuer === null && id !== anonymous ? [{ path: ['clients', index], message }] : [];
  });
}

/** Listing `a.b` makes `a` known. */
function knownPurposes({ purposes }: StatedRegister): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { code } of purposes) {
    const steps = code.split('.');
    for (let depth = 1; depth <= steps.length; depth++) known.add(steps.slice(0, depth).join('.'));
  }
  return known;
}

function registerFrom(stated: StatedRegister, purposes: ReadonlySet<string>): Register {
  return deepFreeze({
    organisations: stated.organisations.map((one): Organisation => ({
      ...one,
      name: one.name ?? { zh: one.id, en: one.id },
    })),
    purposeTree: stated.purposes.map((one): Purpose => ({ ...one, name: one.name ?? { zh: one.code, en: one.code } })),
    purposes,
    clients: stated.clients,
    grants: stated.grants satisfies readonly Grant[],
    evidence: stated.evidence.map((record): Evidence => ({ ...absent, ...record })),
    releases: stated.releases,
    reviews: stated.reviews,
  });
}

/** What a record of another kind states. */
const absent = { technique: null, holder: null, organ: null, instrument: null };
