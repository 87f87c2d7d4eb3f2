/** Reads everything of ours out of one SDL: what its directives say, what is wrong with them, and where they stand. */
import type { DirectiveNode, DocumentNode, Location } from 'graphql';
import {
  canonicalNames,
  definitionDiffers,
  isDirectiveName,
  joinReadings,
  readElement,
  resolveNames,
  schemaDirectives,
  type ElementReading,
  type GovernanceNames,
} from '../directives';
import type { Finding } from './finding';
import { elementsOf, type SdlElement } from './sdl-elements';

export interface GovernanceReading {
  /** Coordinate (empty for the schema itself) → what is said there. */
  readonly elements: ReadonlyMap<string, ElementReading>;
  readonly findings: readonly Finding[];
  /** Where ours stands: composition must not see it. */
  readonly spans: readonly Location[];
}

interface Reader {
  readonly subgraph: string;
  readonly names: GovernanceNames;
  readonly knownPurposes: ReadonlySet<string>;
  readonly elements: Map<string, ElementReading>;
  readonly findings: Finding[];
}

export function readGovernance(
  subgraph: string,
  document: DocumentNode,
  knownPurposes: ReadonlySet<string>,
): GovernanceReading {
  const names = resolveNames(document);
  const reader: Reader = { subgraph, names, knownPurposes, elements: new Map(), findings: [] };
  for (const { line, message } of names.problems) report(reader, null, line, message);

  const elements = elementsOf(document);
  for (const element of elements) {
    readOne(reader, element);
    refuseLookAlikes(reader, element);
    refuseReservedName(reader, element);
  }
  checkDefinitions(reader, document);
  const composed = refuseComposed(reader, document);
  return { elements: reader.elements, findings: reader.findings, spans: spansOf(document, names, elements, composed) };
}

/** An overlay file: canonical names, and nothing but our directives. */
export function readOverlayElements(
  subgraph: string,
  elements: readonly SdlElement[],
  knownPurposes: ReadonlySet<string>,
): Omit<GovernanceReading, 'spans'> {
  const reader: Reader = { subgraph, names: canonicalNames, knownPurposes, elements: new Map(), findings: [] };
  for (const element of elements) readOne(reader, element);
  return reader;
}

function readOne(reader: Reader, element: SdlElement): void {
  const { coordinate, location, directives } = element;
  const { reading, problems } = readElement(directives, location, reader.names, reader.knownPurposes);
  for (const { line, message } of problems) report(reader, coordinate, line, message);
  const before = reader.elements.get(coordinate ?? '');
  if (before === undefined) {
    reader.elements.set(coordinate ?? '', reading);
    return;
  }
  const joined = joinReadings(before, reading);
  for (const { line, message } of joined.problems) report(reader, coordinate, line, message);
  reader.elements.set(coordinate ?? '', joined.reading);
}

/** Spelled like ours and not ours: a reader would take it for a label, and it would bind nothing. */
function refuseLookAlikes(reader: Reader, { coordinate, directives }: SdlElement): void {
  for (const { name, loc } of directives) {
    if (!isLookAlike(name.value, reader.names)) continue;
    const remedy = `import it in \`@link(url: "https://specs.lingqu.dev/governance/v1.0", import: ["@${name.value}"])\``;
    const message = `\`@${name.value}\` is spelled like the vocabulary's and is not linked: ${remedy}, or rename it`;
    report(reader, coordinate, loc?.startToken.line ?? null, message);
  }
}

function isLookAlike(local: string, names: GovernanceNames): boolean {
  return isDirectiveName(local) && !names.directives.has(local) && !names.renamed.has(local);
}

/** Generated aliases are `_l0`, `_l1` … (enforcement.md section 3): nothing of a schema may be mistaken for one. */
function refuseReservedName(reader: Reader, { coordinate, location, line }: SdlElement): void {
  if (coordinate === null || /[(@]/.test(coordinate) || location === 'ENUM_VALUE') return;
  const name = coordinate.slice(coordinate.indexOf('.') + 1);
  if (/^_l\d+$/.test(name)) report(reader, coordinate, line, `the name \`${name}\` is reserved: choose another`);
}

function checkDefinitions(reader: Reader, document: DocumentNode): void {
  for (const node of document.definitions) {
    if (node.kind !== 'DirectiveDefinition') continue;
    const line = node.name.loc?.startToken.line ?? null;
    const ours = reader.names.directives.get(node.name.value);
    const difference = ours === undefined ? null : definitionDiffers(node, ours);
    if (difference !== null) report(reader, null, line, difference);
    if (isLookAlike(node.name.value, reader.names)) {
      const message = `\`@${node.name.value}\` is spelled like the vocabulary's and is not linked: link it, or rename it`;
      report(reader, null, line, message);
    }
  }
}

/** With `@composeDirective` the majority's label would win, and a renamed one vanish: labels travel by our map only. */
function refuseComposed(reader: Reader, document: DocumentNode): readonly DirectiveNode[] {
  const composed = schemaDirectives(document).filter((node) => {
    const value = node.arguments?.find((each) => each.name.value === 'name')?.value;
    const isComposition = /(^|__)composeDirective$/i.test(node.name.value) || node.arguments?.length === 1;
    return isComposition && value?.kind === 'StringValue' && reader.names.directives.has(value.value.replace(/^@/, ''));
  });
  for (const node of composed) {
    const message = 'directives of the vocabulary are not composed: remove this `@composeDirective`';
    report(reader, null, node.loc?.startToken.line ?? null, message);
  }
  return composed;
}

function spansOf(
  document: DocumentNode,
  names: GovernanceNames,
  elements: readonly SdlElement[],
  composed: readonly DirectiveNode[],
): readonly Location[] {
  const gone = new Set<DirectiveNode>([...names.links, ...composed]);
  for (const { directives } of elements) {
    for (const node of directives) if (names.directives.has(node.name.value)) gone.add(node);
  }
  const spans = [...gone].map(({ loc }) => loc);
  const linksRemain = schemaDirectives(document).some((node) => node.name.value === names.linkName && !gone.has(node));
  const unlinked = names.links.length > 0 && !linksRemain;
  for (const node of document.definitions) {
    const name = 'name' in node ? node.name?.value : undefined;
    if (node.kind === 'DirectiveDefinition') {
      if (names.directives.has(node.name.value) || (unlinked && name === names.linkName)) spans.push(node.loc);
    } else if (unlinked && (name === 'link__Import' || name === 'link__Purpose')) {
      spans.push(node.loc);
    } else if (node.kind.endsWith('Extension') && isEmptied(node as unknown as Extension, gone)) {
      spans.push(node.loc);
    }
  }
  return spans.filter((loc) => loc !== undefined);
}

interface Extension {
  readonly directives?: readonly DirectiveNode[];
  readonly [member: string]: unknown;
}

/** An extension that held nothing but ours is no valid SDL without it. */
function isEmptied(node: Extension, gone: ReadonlySet<DirectiveNode>): boolean {
  const members = ['fields', 'values', 'interfaces', 'types', 'operationTypes'].some((member) => {
    const list = node[member];
    return Array.isArray(list) && list.length > 0;
  });
  return !members && (node.directives ?? []).every((each) => gone.has(each));
}

function report(reader: Reader, coordinate: string | null, line: number | null, message: string): void {
  reader.findings.push({
    code: 'GX0001',
    severity: 'error',
    coordinate,
    subgraph: reader.subgraph,
    line,
    message,
    article: null,
  });
}
