/** One subgraph as it speaks for itself: its SDL and its overlay become a model; every mistake becomes a finding. */
import { createHash } from 'node:crypto';
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import type { ElementReading, ProviderStatement } from '../directives';
import { blankOut } from './blank-out';
import { effectiveDefaults, isAssumed, isInForce } from './defaults-in-force';
import { readSubgraph } from './federation';
import type { Finding } from './finding';
import { readOverlayFile, type Overlay } from './overlay';
import { withOverlay } from './overlay-join';
import { readGovernance } from './read-governance';
import type { RegisterView } from './register-view';
import { elementsOf, rootNames } from './sdl-elements';
import type { DefaultsStatement, SubgraphModel } from './subgraph-model';
import { readShape } from './subgraph-shape';

export interface SubgraphInput {
  readonly name: string;
  readonly routingUrl: string;
  readonly sdl: string;
  readonly overlay: Overlay | null;
}

/** `sha256:` and hex, over the SDL's bytes: what reviews, assumptions and releases are pinned to. */
export function hashSdl(sdl: string): string {
  return `sha256:${createHash('sha256').update(sdl, 'utf8').digest('hex')}`;
}

export function readSubgraphModel(input: SubgraphInput, register: RegisterView, production: boolean): SubgraphModel {
  const findings: Finding[] = [];
  const sdlHash = hashSdl(input.sdl);
  const document = parseSdl(input, findings);
  if (document === null) return model(input, { sdlHash, findings });

  const governance = readGovernance(input.name, document, register.purposes);
  findings.push(...governance.findings);
  const composedSdl = blankOut(input.sdl, governance.spans);
  const schema = governance.elements.get('');
  const written = schema?.defaults ?? null;
  const own =
    written === null ? null : { defaults: written, inForce: isInForce(input.name, written, sdlHash, register.reviews) };

  const overlaid = overlay(input, document, governance.elements, own?.inForce === true ? own.defaults : null, register);
  findings.push(...overlaid.findings);
  const assume = input.overlay?.assume ?? null;
  const assumed = assume === null ? null : { assume, holds: isAssumed(assume, sdlHash, production) };
  const fromOverlay = overlaid.elements.get('')?.defaults ?? null;
  const overlayDefaults =
    fromOverlay === null || fromOverlay === written
      ? null
      : { defaults: fromOverlay, inForce: isInForce(input.name, fromOverlay, sdlHash, register.reviews) };

  const parsed = parseSdl({ ...input, sdl: composedSdl }, findings);
  const read =
    parsed === null ? null : readSubgraph({ name: input.name, routingUrl: input.routingUrl, document: parsed });
  if (read !== null && !read.ok) {
    for (const { message, line } of read.errors) findings.push(composition(input.name, line, message));
  }
  const subgraph = read?.ok === true ? read.value : null;
  const providers = providersOf(overlaid.elements.get('')?.providers ?? [], input.overlay);
  return model(input, {
    sdlHash,
    composedSdl,
    findings,
    providers,
    defaults: effectiveDefaults(own ?? overlayDefaults, assumed),
    consumes: overlaid.elements.get('')?.consumes ?? [],
    federation1: subgraph !== null && !subgraph.isFed2Subgraph(),
    types: subgraph === null ? {} : readShape(subgraph, overlaid.elements),
  });
}

function parseSdl(input: SubgraphInput, findings: Finding[]): DocumentNode | null {
  try {
    return parse(input.sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const line = error.locations?.[0]?.line ?? null;
    findings.push(composition(input.name, line, `this is no valid SDL: ${error.message}`));
    return null;
  }
}

function overlay(
  input: SubgraphInput,
  document: DocumentNode,
  own: ReadonlyMap<string, ElementReading>,
  defaults: DefaultsStatement | ElementReading['defaults'],
  register: RegisterView,
): { readonly elements: ReadonlyMap<string, ElementReading>; readonly findings: readonly Finding[] } {
  const file = input.overlay?.file ?? null;
  if (file === null) return { elements: own, findings: [] };
  const elementsOfSdl = elementsOf(document);
  const read = readOverlayFile(input.name, file, elementsOfSdl, rootNames(document), register.purposes);
  const fields = new Set(
    elementsOfSdl.filter(({ location }) => location === 'FIELD_DEFINITION').map(({ coordinate }) => coordinate),
  );
  const elements = new Map(own);
  const findings = [...read.findings];
  for (const [coordinate, reading] of read.elements) {
    const before = own.get(coordinate);
    if (before === undefined) {
      // Only of the schema itself: what else the SDL lacks has been refused.
      if (coordinate === '') elements.set(coordinate, reading);
      continue;
    }
    // Defaults reach fields: only there would a class of the overlay replace them.
    const { reading: joined, problems } = withOverlay(before, reading, fields.has(coordinate) ? defaults : null);
    elements.set(coordinate, joined);
    for (const { line, message } of problems) {
      findings.push({
        ...composition(input.name, line, `${message} (in the overlay \`${file.name}\`)`),
        code: 'GX0001',
      });
    }
  }
  return { elements, findings };
}

/** One from lingqu.yaml stands beside those of the SDL, unless it says the same. */
function providersOf(written: readonly ProviderStatement[], overlaid: Overlay | null): readonly ProviderStatement[] {
  const configured = overlaid?.provider ?? null;
  const all = configured === null ? written : [...written, { ...configured, line: null }];
  if (overlaid === null) return all;
  return all.filter((each, index) => !all.slice(0, index).some((earlier) => sameProvider(earlier, each)));
}

function sameProvider(a: ProviderStatement, b: ProviderStatement): boolean {
  return (
    a.organisation === b.organisation &&
    a.kind === b.kind &&
    a.level === b.level &&
    a.region === b.region &&
    a.sector === b.sector
  );
}

function composition(subgraph: string, line: number | null, message: string): Finding {
  return { code: 'COMPOSITION', severity: 'error', coordinate: null, subgraph, line, message, article: null };
}

type Known = Pick<SubgraphModel, 'sdlHash' | 'findings'> & Partial<SubgraphModel>;

function model(input: SubgraphInput, known: Known): SubgraphModel {
  const providers = known.providers ?? [];
  return Object.freeze({
    name: input.name,
    routingUrl: input.routingUrl,
    sdl: input.sdl,
    composedSdl: input.sdl,
    federation1: false,
    defaults: null,
    consumes: [],
    types: {},
    ...known,
    providers,
    organisation: providers.length === 1 ? (providers[0]?.organisation ?? null) : null,
  });
}
