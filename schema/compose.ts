/**
 * From supergraph.yaml to what the gateway serves: SDLs, models, composition, labels, rules, the planner's supergraph, a trial load.
 * All findings come at once; nothing is served of a composition with an error other than a missing label (vocabulary.md section 4).
 */
import { parse } from 'graphql';
import { crossCheck } from './cross-check';
import { composeSubgraphs, type FederationError } from './federation';
import type { Finding } from './finding';
import { compileLabels } from './label-compiler';
import type { LabelMap } from './label-map';
import { obtainSdls, type SdlSources } from './obtain-sdl';
import { readOverlays, type OverlayConfig } from './overlay-config';
import { planningSupergraph } from './planning-supergraph';
import type { RegisterView } from './register-view';
import { allRules } from './rules/all-rules';
import type { Rule } from './rules/rule';
import { schemaIdOf } from './schema-id';
import type { YamlProblem, YamlSource } from './strict-yaml';
import type { SubgraphModel } from './subgraph-model';
import { readSubgraphModel, type SubgraphInput } from './subgraph-reader';
import { record } from './subgraph-shape';
import type { SubgraphInfo, Supergraph } from './supergraph';
import { readSupergraphYaml } from './supergraph-yaml';
import { trialLoad } from './trial-load';
import { notLoadable, unsupportedFeatures } from './unsupported-features';

export interface CompositionInput {
  /** `file` is its path. */
  readonly supergraphYaml: YamlSource;
  /** Subgraph name → labels that its owner cannot write; paths are absolute. */
  readonly overlays: Readonly<Record<string, OverlayConfig>>;
  readonly register: RegisterView;
  readonly lawProfile: string;
  /** `NODE_ENV=production`. */
  readonly production: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly sources: SdlSources;
}

export interface Composition {
  /** Wrong configuration (exit 2): with any of these nothing else was looked at. */
  readonly problems: readonly YamlProblem[];
  readonly findings: readonly Finding[];
  /** `null` where problems or findings forbid to serve it. */
  readonly supergraph: Supergraph | null;
  /** For `check --fix` and `flows`. */
  readonly subgraphs: readonly SubgraphModel[];
  readonly labelMap: LabelMap | null;
  /** `null` when the federation library itself refused. */
  readonly supergraphSdl: string | null;
}

/** Whether nothing may be served with this finding; a coordinate without a label is denied instead. */
export function isFatal({ severity, code }: Finding): boolean {
  return severity === 'error' && code !== 'GX3101';
}

export async function compose(input: CompositionInput): Promise<Composition> {
  const nothing = { findings: [], supergraph: null, subgraphs: [], labelMap: null, supergraphSdl: null };
  const read = readSupergraphYaml(input.supergraphYaml);
  if (!read.ok) return { ...nothing, problems: read.problems };
  const obtained = await obtainSdls(input.supergraphYaml.file, read.subgraphs, input.sources);
  const overlays = readOverlays(input.overlays, new Set(read.subgraphs.map(({ name }) => name)), input.sources);
  const problems = [...obtained.flatMap((each) => (each.ok ? [] : [each.problem])), ...overlays.problems];
  if (problems.length > 0) return { ...nothing, problems };

  const subgraphs = obtained.flatMap((each): readonly SubgraphInput[] => {
    if (!each.ok) return [];
    const { name, routingUrl } = each.entry;
    return [{ name, routingUrl, sdl: each.sdl, overlay: overlays.overlays.get(name) ?? null }];
  });
  return { ...(await composeSdls(subgraphs, input)), problems: [] };
}

/** The same from SDLs at hand. */
export async function composeSdls(
  inputs: readonly SubgraphInput[],
  settings: Pick<CompositionInput, 'register' | 'lawProfile' | 'production' | 'now'>,
  rules: readonly Rule[] = allRules,
): Promise<Omit<Composition, 'problems'>> {
  const { register, lawProfile, production, now } = settings;
  const subgraphs = [...inputs]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((each) => readSubgraphModel(each, register, production));
  const findings: Finding[] = subgraphs.flatMap((subgraph) => subgraph.findings);
  findings.push(...unsupportedFeatures(subgraphs));

  const supergraphSdl = composed(subgraphs, findings);
  let labelMap = compileLabels(subgraphs, register, lawProfile);
  if (supergraphSdl !== null) {
    const checked = crossCheck(labelMap, supergraphSdl);
    labelMap = checked.labelMap;
    findings.push(...checked.findings);
  }
  const context = { subgraphs, labelMap, register, supergraphSdl, production, now };
  for (const rule of rules) findings.push(...rule.check(context));
  const result = { subgraphs, labelMap, supergraphSdl };

  if (supergraphSdl === null) return { ...result, findings: inOrder(findings), supergraph: null };
  const { planningSdl } = planningSupergraph(supergraphSdl, { subgraphs, labelMap, register, now });
  const fatal = findings.some(isFatal);
  for (const sdl of new Set([supergraphSdl, planningSdl])) {
    const refused = await trialLoad(sdl);
    // Where a cause has been named, the gateway's own words add nothing.
    if (refused !== null && !fatal) findings.push(notLoadable(refused));
  }
  if (findings.some(isFatal)) return { ...result, findings: inOrder(findings), supergraph: null };
  const supergraph: Supergraph = Object.freeze({
    schemaId: schemaIdOf(supergraphSdl, labelMap),
    supergraphSdl,
    planningSdl,
    labelMap,
    subgraphs: infosOf(subgraphs),
  });
  return { ...result, findings: inOrder(findings), supergraph };
}

/** A subgraph that cannot be read has said so already: the rest alone would compose to something else. */
function composed(subgraphs: readonly SubgraphModel[], findings: Finding[]): string | null {
  if (findings.some(({ code }) => code === 'COMPOSITION')) return null;
  const result = composeSubgraphs(
    subgraphs.map(({ name, routingUrl, composedSdl }) => ({ name, routingUrl, document: parse(composedSdl) })),
  );
  if (result.ok) return result.value.trimEnd();
  findings.push(...result.errors.map(compositionFinding));
  return null;
}

function compositionFinding({ code, message, subgraph, line, coordinate }: FederationError): Finding {
  return {
    code: 'COMPOSITION',
    severity: 'error',
    coordinate,
    subgraph,
    line,
    message: `${message} (${code})`,
    article: null,
  };
}

function infosOf(subgraphs: readonly SubgraphModel[]): Readonly<Record<string, SubgraphInfo>> {
  const infos = record<SubgraphInfo>();
  for (const { name, routingUrl, sdl, sdlHash, providers, consumes } of subgraphs) {
    const provider = providers[0];
    // More or fewer than one provider is GX0301, and fatal.
    if (provider === undefined) continue;
    const { organisation, kind, level, region } = provider;
    infos[name] = Object.freeze({
      name,
      routingUrl,
      sdl,
      sdlHash,
      organisation,
      kind,
      level,
      region,
      consumes: consumes.map(({ fields, purpose, grant }) => ({ fields, purpose, grant })),
    });
  }
  return Object.freeze(infos);
}

/** By subgraph, then line, then code: as one reads the SDLs. */
function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const key = (finding: Finding): string =>
    JSON.stringify([
      finding.subgraph ?? '',
      String(finding.line ?? 0).padStart(9, '0'),
      finding.code,
      finding.coordinate ?? '',
      finding.message,
    ]);
  return [...findings].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
