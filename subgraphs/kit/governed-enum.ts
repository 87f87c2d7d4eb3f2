/** Enums whose values reveal fields: type-graphql's `@Directive` does not reach enum values, so the kit's SDL printer adds them. */
import { registerEnumType } from 'type-graphql';
import { directiveText } from './directive-text';

const influencesByEnum = new Map<string, Readonly<Record<string, readonly string[]>>>();

/**
 * Registers a TypeScript enum as a GraphQL enum.
 *
 * @param config.influences enum value → coordinates that choosing it reveals (`@influences`), e.g. a sort order
 */
export function registerGovernedEnum<E extends Readonly<Record<string, string>>>(
  enumObject: E,
  config: {
    readonly name: string;
    readonly description?: string;
    readonly influences: Readonly<Partial<Record<keyof E & string, readonly string[]>>>;
  },
): void {
  if (influencesByEnum.has(config.name)) {
    throw new Error(`enum \`${config.name}\` is registered twice: name each enum once per process`);
  }
  influencesByEnum.set(config.name, config.influences as Readonly<Record<string, readonly string[]>>);
  registerEnumType(enumObject, { name: config.name, description: config.description });
}

/** @returns directive texts of one enum value */
export function enumValueDirectives(enumName: string, valueName: string): readonly string[] {
  const fields = influencesByEnum.get(enumName)?.[valueName];
  return fields === undefined ? [] : [directiveText('influences', { fields })];
}
