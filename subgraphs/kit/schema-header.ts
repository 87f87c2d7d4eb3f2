/** The `extend schema` block of a provider's SDL: links, who answers, defaults, and what is received from others. */
import { directiveNames, governanceUrl, isDirectiveName } from '../../directives';
import { directiveText, type ArgumentValue } from './directive-text';
import type { ProviderStatements } from './provider';

/** The version that every gateway of the platform loads. */
const federationUrl = 'https://specs.apollo.dev/federation/v2.11';

/** @param used directive names that the types of this SDL use; all others stay unlinked */
export function schemaHeader(provider: ProviderStatements, used: ReadonlySet<string>): string {
  const statements = schemaStatements(provider);
  const stated = new Set(statements.map((text) => /^@(\w+)/.exec(text)?.[1] ?? ''));
  const ours = directiveNames.filter((name) => used.has(name) || stated.has(name));
  const federations = [...used].filter((name) => !isDirectiveName(name) && name !== 'deprecated').sort();
  return [
    'extend schema',
    linkText(federationUrl, federations),
    linkText(governanceUrl, ours),
    ...statements.map((text) => `  ${text}`),
  ].join('\n');
}

function linkText(url: string, names: readonly string[]): string {
  const imports = names.map((name) => `@${name}`);
  return `  ${directiveText('link', { url, import: imports.length > 0 ? imports : undefined })}`;
}

function schemaStatements({ identity, defaults, consumes = [] }: ProviderStatements): readonly string[] {
  const { org, kind, level, region, sector } = identity;
  return [
    directiveText('provider', { org, kind, level, region, sector }),
    ...(defaults === undefined ? [] : [directiveText('defaults', { ...defaults } as Record<string, ArgumentValue>)]),
    ...consumes.map(({ fields, purpose, grant }) => directiveText('consumes', { fields, purpose, grant })),
  ];
}
