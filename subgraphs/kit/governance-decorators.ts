/**
 * The governance vocabulary as TypeGraphQL decorators: one per directive, with typed arguments.
 *
 * Labels never grant anything; they say what the law lets happen to a value. A field needs a share class (departments and public
 * service organisations, Art 31) and an open class (everybody, Art 36); what a field does not say comes from the provider's
 * `defaults`, and a label on a type is a floor for its fields.
 *
 * ```ts
 * @Key('pid')
 * @Subject({ kind: 'PERSON', key: 'pid' })
 * @Scope({ by: 'regionCode', kind: 'REGION' })
 * @ObjectType()
 * class Person {
 *   @Field(() => ID) pid!: string;
 *   @Field(() => String, { nullable: true })
 *   @Deidentified({ technique: 'id-number', share: 'UNCONDITIONAL', evidence: 'E-1' })
 *   idNumber!: string;
 * }
 * ```
 */
import type { AccessClass, Method, OpenReason, PlainTechnique, ScopeKind } from '../../directives';
import { directiveText } from './directive-text';
import { writeDirective } from './written-directives';

type OnTypeOrField = ClassDecorator & PropertyDecorator & MethodDecorator;
type OnField = PropertyDecorator & MethodDecorator;

export interface ShareLabel {
  readonly class: AccessClass;
  /** Law that keeps it from being unconditional; required unless UNCONDITIONAL. */
  readonly basis?: readonly string[];
  /** What applicants read; the grant binds. */
  readonly conditions?: readonly string[];
  readonly scope?: readonly string[];
  readonly methods?: readonly Method[];
}

export interface OpenLabel {
  readonly class: AccessClass;
  readonly reason?: readonly OpenReason[];
  readonly basis?: readonly string[];
  readonly conditions?: readonly string[];
  readonly scope?: readonly string[];
}

/** How the field may be shared with departments and public service organisations (Art 31, 33, 34). */
export function Share(label: ShareLabel): OnTypeOrField {
  return writeDirective(directiveText('share', { ...label }));
}

/** How the field may be opened to persons and organisations (Art 36 to 38). */
export function Open(label: OpenLabel): OnTypeOrField {
  return writeDirective(directiveText('open', { ...label }));
}

/** The only purposes the value may serve; `a.b` covers `a.b.c` (Art 35). */
export function Purpose(allow: readonly string[]): OnTypeOrField {
  return writeDirective(directiveText('purpose', { allow }));
}

/** The value stays with its recipient (Art 35). */
export function NoOnwardTransfer(): OnTypeOrField {
  return writeDirective(directiveText('noOnwardTransfer'));
}

/** Classification and grading (Art 26, 64; GB/T 43697-2024). */
export function Grade(grade: {
  readonly category: string;
  readonly level: 'GENERAL' | 'IMPORTANT' | 'CORE';
  readonly grade?: number;
  readonly personal?: boolean;
}): OnTypeOrField {
  return writeDirective(directiveText('grade', { ...grade }));
}

/** The masked form and ITS classes, on the strength of evidence in the register (Art 31, 36). */
export function Deidentified(claim: {
  readonly technique: PlainTechnique | `band:${number}`;
  readonly share?: AccessClass;
  readonly open?: AccessClass;
  readonly evidence: string;
}): OnField {
  return writeDirective(directiveText('deidentified', { ...claim }));
}

/** Computed from others' data, e.g. `from: ['Person.income']`; releases are register records of those owners (Art 35). */
export function Derived(claim: {
  readonly from: readonly string[];
  readonly transform: string;
  readonly releases?: readonly string[];
}): OnField {
  return writeDirective(directiveText('derived', { ...claim }));
}

/** Which field says whom a row is about: such rows are traced one by one. */
export function Subject(rule: {
  readonly kind: 'PERSON' | 'ORGANISATION' | 'OTHER';
  readonly key: string;
}): ClassDecorator {
  return writeDirective(directiveText('subject', { ...rule }));
}

/** On a type: the field that decides whether a row lies in a grant's scope. On an argument: the gateway fills it (Art 34). */
export function Scope(rule: {
  readonly by: string;
  readonly kind: ScopeKind;
}): ClassDecorator & ParameterDecorator & PropertyDecorator {
  return writeDirective(directiveText('scope', { ...rule }));
}

/**
 * Using this argument, input field or field reveals those coordinates: filters, sort orders, counts. Without coordinates it is the
 * explicit claim that it reveals none. Enum values take theirs from `registerGovernedEnum`.
 */
export function Influences(...fields: readonly string[]): ParameterDecorator & OnField {
  return writeDirective(directiveText('influences', { fields }));
}

/** The statutory catalogue entry (Art 23, 25, 27); on a type, the fields' entries derive from it. */
export function Catalogue(entry: {
  readonly id: string;
  readonly title: string;
  readonly updateCycle?: string;
  readonly aggregation?: 'INTERFACE' | 'TABLE' | 'FILE' | 'LOGICAL';
  readonly publicManagementNeed?: boolean;
  readonly base?: string;
  readonly reviewBy?: string;
}): OnTypeOrField {
  return writeDirective(directiveText('catalogue', { ...entry }));
}
