/** Arguments that would be enums: checked words; an unknown one is a problem and never a default. */
import type { AccessClass, Method, OpenReason, ScopeKind, SubjectRule } from './label';
import type { AppliedDirective } from './applied-directive';
import { alternatives, type Problem } from './problem';
import type { Level, ProviderKind, Statements } from './statements';

export const accessClasses: readonly AccessClass[] = ['UNCONDITIONAL', 'CONDITIONAL', 'NONE'];
export const methods: readonly Method[] = ['QUERY', 'MUTATE'];
export const openReasons: readonly OpenReason[] = [
  'STATE_SECRET',
  'TRADE_SECRET',
  'PRIVACY',
  'LAW',
  'HIGH_CAPACITY',
  'TIMELY',
  'CONTINUOUS',
];
export const scopeKinds: readonly ScopeKind[] = ['REGION', 'EQUALS'];
export const subjectKinds: readonly SubjectRule['kind'][] = ['PERSON', 'ORGANISATION', 'OTHER'];
export const gradeLevels = ['GENERAL', 'IMPORTANT', 'CORE'] as const;
export const providerKinds: readonly ProviderKind[] = ['GOV_DEPT', 'PUBLIC_SERVICE_ORG', 'NON_PUBLIC'];
export const providerLevels: readonly Level[] = ['REGION', 'CITY', 'COUNTY'];
export const aggregations: readonly NonNullable<NonNullable<Statements['catalogue']>['aggregation']>[] = [
  'INTERFACE',
  'TABLE',
  'FILE',
  'LOGICAL',
];

/** Reads the arguments of one application; what does not fit goes to `problems`. */
export class ArgumentReader {
  readonly line: number | null;

  constructor(
    private readonly applied: AppliedDirective,
    private readonly problems: Problem[],
  ) {
    this.line = applied.line;
  }

  text(name: string): string {
    return this.optionalText(name) ?? '';
  }

  optionalText(name: string): string | null {
    const value = this.applied.arguments[name];
    return typeof value === 'string' ? value : null;
  }

  flag(name: string): boolean {
    return this.applied.arguments[name] === true;
  }

  number(name: string): number | null {
    const value = this.applied.arguments[name];
    return typeof value === 'number' ? value : null;
  }

  texts(name: string): readonly string[] | null {
    const value = this.applied.arguments[name];
    return Array.isArray(value) ? (value as readonly string[]) : null;
  }

  /** @returns `null` where nothing, or nothing known, is said. */
  word<T extends string>(name: string, known: readonly T[]): T | null {
    const value = this.optionalText(name);
    if (value === null) return null;
    const word = known.find((each) => each === value);
    if (word !== undefined) return word;
    this.refuse(`\`${value}\` is no \`${name}\` of \`${this.applied.spelled}\`: write ${alternatives(known)}`);
    return null;
  }

  words<T extends string>(name: string, known: readonly T[]): readonly T[] | null {
    const values = this.texts(name);
    if (values === null) return null;
    return values.flatMap((value) => {
      const word = known.find((each) => each === value);
      if (word !== undefined) return [word];
      this.refuse(`\`${value}\` is none of \`${name}\` of \`${this.applied.spelled}\`: write ${alternatives(known)}`);
      return [];
    });
  }

  /** @param known `null` = no register at hand: only the form is checked */
  purposes(name: string, known: ReadonlySet<string> | null): readonly string[] | null {
    const codes = this.texts(name);
    for (const code of codes ?? []) this.checkPurpose(code, known);
    return codes;
  }

  checkPurpose(code: string, known: ReadonlySet<string> | null): void {
    if (!/^[^.\s]+(\.[^.\s]+)*$/.test(code)) {
      this.refuse(`\`${code}\` is no purpose code: codes are words joined by dots, such as \`a.b\``);
    } else if (known !== null && !known.has(code)) {
      this.refuse(`purpose \`${code}\` is unknown: register it, or use a code of the register's \`purposes\``);
    }
  }

  refuse(message: string): void {
    this.problems.push({ line: this.line, message });
  }
}
