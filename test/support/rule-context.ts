/** Rules, flows and planning on subgraphs written as SDL in the test: read, labelled and composed as `check` does. */
import { parse } from 'graphql';
import type { Evidence, Release } from '../../directives/record';
import { composeSubgraphs } from '../../schema/federation';
import type { Finding } from '../../schema/finding';
import { compileLabels } from '../../schema/label-compiler';
import type { RegisteredGrant, RegisterView } from '../../schema/register-view';
import type { Rule, RuleContext } from '../../schema/rules/rule';
import { readSubgraphModel } from '../../schema/subgraph-reader';

export const now = Date.parse('2026-06-01T00:00:00+08:00');

/** Public security, civil affairs and taxation are departments; a hospital is a public service organisation; a firm is neither. */
export const organisations: RegisterView['organisations'] = (
  [
    ['PSB', 'GOV_DEPT'],
    ['CIV', 'GOV_DEPT'],
    ['TAX', 'GOV_DEPT'],
    ['HOSPITAL', 'PUBLIC_SERVICE_ORG'],
    ['FIRM', 'NON_PUBLIC'],
  ] as const
).map(([id, kind]) => ({ id, kind, level: 'REGION', region: '450000', subgraphs: null }));

export function grant(changes: Partial<RegisteredGrant> = {}): RegisteredGrant {
  return {
    id: 'G-1',
    kind: 'SHARE',
    provider: 'PSB',
    recipient: 'CIV',
    fields: ['Person.pid'],
    purposes: ['welfare'],
    status: 'ACTIVE',
    validFrom: now - 1000,
    validUntil: now + 1000,
    ...changes,
  };
}

export function evidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    id: 'E-1',
    kind: 'DEIDENTIFICATION',
    owner: 'PSB',
    coordinate: 'Person.idNumber',
    technique: 'id-number',
    classes: { share: 'UNCONDITIONAL', open: 'CONDITIONAL' },
    holder: null,
    organ: null,
    instrument: null,
    ...changes,
  };
}

export function release(changes: Partial<Release> = {}): Release {
  return {
    id: 'R-1',
    owner: 'TAX',
    from: ['Person.income'],
    to: 'Person.eligible',
    transform: 'PREDICATE',
    signedBy: 'TAX',
    sdlHash: null,
    ...changes,
  };
}

export function register(changes: Partial<RegisterView> = {}): RegisterView {
  return {
    organisations,
    purposes: new Set(['welfare', 'welfare.check', 'health', 'tax']),
    clients: [
      { id: 'welfare-desk', organisation: 'CIV', route: 'SHARE', purposes: ['welfare'] },
      { id: 'tax-office', organisation: 'TAX', route: 'SHARE', purposes: ['tax'] },
    ],
    grants: [],
    evidence: [],
    releases: [],
    reviews: [],
    ...changes,
  };
}

export const federationLink =
  '@link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@shareable", "@external", "@requires", "@provides", ' +
  '"@override", "@inaccessible", "@interfaceObject"])';

export const governanceLink =
  '@link(url: "https://specs.lingqu.dev/governance/v1.0", import: ["@provider", "@defaults", "@consumes", "@share", "@open", ' +
  '"@purpose", "@noOnwardTransfer", "@grade", "@deidentified", "@derived", "@subject", "@scope", "@influences", "@catalogue"])';

/** The schema line of a subgraph of one of the organisations above, with more of its own. */
export function schemaOf(organisation: string, more = ''): string {
  const kind = organisations.find(({ id }) => id === organisation)?.kind ?? 'GOV_DEPT';
  const provider = `@provider(org: "${organisation}", kind: "${kind}", level: "REGION", region: "450000")`;
  return `extend schema ${federationLink} ${governanceLink} ${provider} ${more}\n`;
}

/** `share` UNCONDITIONAL and `open` UNCONDITIONAL, to be written on what a test is not about. */
export const free = '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")';

/** Shared and not opened; complete in everything that the law wants of it. */
export const conditional =
  '@share(class: "CONDITIONAL", basis: ["B"], conditions: ["C"], scope: ["S"]) @purpose(allow: ["welfare"]) ' +
  '@open(class: "NONE", basis: ["B"], reason: ["PRIVACY"])';

/** Neither shared nor opened. */
export const closed = '@share(class: "NONE", basis: ["B"]) @open(class: "NONE", basis: ["B"], reason: ["PRIVACY"])';

export interface ContextOptions {
  readonly register?: RegisterView;
  readonly production?: boolean;
}

/** @param sdls subgraph name → SDL */
export function contextOf(sdls: Readonly<Record<string, string>>, options: ContextOptions = {}): RuleContext {
  const view = options.register ?? register();
  const production = options.production ?? false;
  const subgraphs = Object.entries(sdls).map(([name, sdl]) =>
    readSubgraphModel({ name, routingUrl: `http://${name}.test`, sdl, overlay: null }, view, production),
  );
  const mistakes = subgraphs.flatMap(({ findings }) => findings);
  if (mistakes.length > 0) throw new Error(`the test's SDL is wrong: ${JSON.stringify(mistakes, null, 1)}`);
  const composed = composeSubgraphs(
    subgraphs.map(({ name, routingUrl, composedSdl }) => ({ name, routingUrl, document: parse(composedSdl) })),
  );
  if (!composed.ok) throw new Error(`the test's subgraphs do not compose: ${JSON.stringify(composed.errors, null, 1)}`);
  const labelMap = compileLabels(subgraphs, view, 'test');
  return { subgraphs, labelMap, register: view, supergraphSdl: composed.value, production, now };
}

export function check(
  rule: Rule,
  sdls: Readonly<Record<string, string>>,
  options: ContextOptions = {},
): readonly Finding[] {
  return rule.check(contextOf(sdls, options));
}

/** `severity subgraph coordinate:line`, the short form that tests compare. */
export function brief(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ severity, subgraph, coordinate }) => `${severity} ${subgraph ?? '-'} ${coordinate ?? '-'}`);
}
