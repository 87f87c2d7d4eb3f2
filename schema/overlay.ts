/**
 * Labels for a subgraph whose owner cannot edit its SDL: an overlay file, an assumed default, a provider. They fill what is
 * missing or restrict further, and never loosen (vocabulary.md section 3).
 */
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { isDirectiveName, type ElementReading, type ProviderStatement, type WrittenDefaults } from '../directives';
import type { Finding } from './finding';
import { readOverlayElements } from './read-governance';
import { elementsOf, type SdlElement } from './sdl-elements';

export interface Assumption extends Omit<WrittenDefaults, 'line'> {
  /** `sha256:…` of the SDL it was made for; `*` = any (refused in production). */
  readonly sdlHash: string;
}

export interface Overlay {
  readonly provider: Omit<ProviderStatement, 'line'> | null;
  readonly assume: Assumption | null;
  readonly file: { readonly name: string; readonly text: string } | null;
}

export interface OverlayReading {
  readonly elements: ReadonlyMap<string, ElementReading>;
  readonly findings: readonly Finding[];
}

/** @param own the subgraph's own elements, which the overlay repeats */
export function readOverlayFile(
  subgraph: string,
  file: { readonly name: string; readonly text: string },
  own: readonly SdlElement[],
  rename: ReadonlyMap<string, string>,
  knownPurposes: ReadonlySet<string>,
): OverlayReading {
  const findings: Finding[] = [];
  const refuse = (coordinate: string | null, line: number | null, message: string): void => {
    const placed = `${message} (in the overlay \`${file.name}\`)`;
    findings.push({ code: 'GX0001', severity: 'error', coordinate, subgraph, line, message: placed, article: null });
  };
  const document = parseOverlay(file.text, refuse);
  if (document === null) return { elements: new Map(), findings };

  for (const node of document.definitions) {
    if (node.kind.endsWith('Extension')) continue;
    const line = node.loc?.startToken.line ?? null;
    refuse(null, line, 'an overlay defines nothing: write `extend type …`, `extend interface …` and the like');
  }
  const known = new Map(own.map((element) => [element.coordinate, element]));
  const elements = elementsOf(document).map((element) => ({
    ...element,
    coordinate: renamed(element.coordinate, rename),
  }));
  for (const element of elements) checkRepeated(element, known, refuse);
  const reading = readOverlayElements(subgraph, elements, knownPurposes);
  for (const finding of reading.findings) refuse(finding.coordinate, finding.line, finding.message);
  return { elements: reading.elements, findings };
}

type Refuse = (coordinate: string | null, line: number | null, message: string) => void;

function parseOverlay(text: string, refuse: Refuse): DocumentNode | null {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    refuse(null, error.locations?.[0]?.line ?? null, `this is no valid SDL: ${error.message}`);
    return null;
  }
}

function renamed(coordinate: string | null, rename: ReadonlyMap<string, string>): string | null {
  if (coordinate === null) return null;
  const [type = '', ...rest] = coordinate.split('.');
  return [rename.get(type) ?? type, ...rest].join('.');
}

/** What an overlay names must stand in the SDL just so: else its label would bind nothing, unnoticed. */
function checkRepeated(element: SdlElement, known: ReadonlyMap<string | null, SdlElement>, refuse: Refuse): void {
  const { coordinate, directives, line, type, location } = element;
  for (const { name, loc } of directives) {
    if (isDirectiveName(name.value)) continue;
    const message = `\`@${name.value}\` cannot stand in an overlay: it bears the vocabulary's directives only, and no \`@link\``;
    refuse(coordinate, loc?.startToken.line ?? null, message);
  }
  const original = known.get(coordinate);
  if (coordinate === null) return;
  if (original === undefined || original.location !== location) {
    refuse(coordinate, line, `\`${coordinate}\` does not exist in the subgraph: remove it or correct its name`);
  } else if (original.type !== type) {
    refuse(coordinate, line, `\`${coordinate}\` is of type \`${original.type}\` in the subgraph, not \`${type}\``);
  }
}
