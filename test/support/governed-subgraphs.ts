/** Small subgraphs for tests of the schema layer: each a name, an organisation and a few lines of SDL. */
import { compileLabels } from '../../schema/label-compiler';
import type { LabelMap } from '../../schema/label-map';
import type { RegisterView } from '../../schema/register-view';
import { readSubgraphModel } from '../../schema/subgraph-reader';
import type { SubgraphModel } from '../../schema/subgraph-model';

const federationImports =
  '"@key", "@external", "@requires", "@provides", "@shareable", "@override", "@interfaceObject", "@inaccessible", "@extends"';
const governanceImports = [
  'provider',
  'defaults',
  'share',
  'open',
  'purpose',
  'noOnwardTransfer',
  'grade',
  'deidentified',
  'derived',
  'subject',
  'scope',
  'influences',
  'consumes',
  'catalogue',
]
  .map((name) => `"@${name}"`)
  .join(', ');

/** One header line, so that line 2 is the first of the body. */
export function governed(organisation: string, body: string, schemaDirectives = ''): string {
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: [${federationImports}]) @link(url: "https://specs.lingqu.dev/governance/v1.0", import: [${governanceImports}]) @provider(org: "${organisation}", kind: "GOV_DEPT", level: "REGION", region: "450000") ${schemaDirectives}\n${body}`;
}

export function emptyRegister(more: Partial<RegisterView> = {}): RegisterView {
  return {
    organisations: ['A', 'B', 'C'].map((id) => ({
      id,
      kind: 'GOV_DEPT',
      level: 'REGION',
      region: '450000',
      subgraphs: null,
    })),
    purposes: new Set(['aid', 'aid.eligibility', 'aid.payment', 'health']),
    clients: [],
    grants: [],
    evidence: [],
    releases: [],
    reviews: [],
    ...more,
  };
}

export function modelsOf(sdls: Readonly<Record<string, string>>, register = emptyRegister()): readonly SubgraphModel[] {
  return Object.entries(sdls).map(([name, sdl]) => {
    const model = readSubgraphModel({ name, routingUrl: `http://${name}`, sdl, overlay: null }, register, false);
    if (model.findings.length > 0) throw new Error(JSON.stringify(model.findings, null, 1));
    return model;
  });
}

export function labelsOf(sdls: Readonly<Record<string, string>>, register = emptyRegister()): LabelMap {
  return compileLabels(modelsOf(sdls, register), register, 'gx-draft-rev');
}
