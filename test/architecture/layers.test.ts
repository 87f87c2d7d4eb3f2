/** The architecture as a table. A new edge between folders is a change to this file, so that it is seen in review. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '../..');

const layers: Readonly<Record<string, readonly string[]>> = {
  directives: [],
  schema: ['directives'],
  'subgraphs/kit': ['directives'],
  subgraphs: ['subgraphs/kit'],
  'gateway/errors.ts': [],
  'gateway/policy': ['directives'],
  'gateway/compiler': ['gateway/policy', 'schema', 'directives'],
  'gateway/planner': ['gateway/compiler', 'gateway/policy', 'schema', 'directives'],
  'gateway/executor': ['gateway/planner', 'gateway/compiler', 'gateway/policy', 'directives'],
  'gateway/audit': ['gateway/policy'],
  'gateway/server': [
    'gateway/policy',
    'gateway/compiler',
    'gateway/planner',
    'gateway/executor',
    'gateway/audit',
    'schema',
    'directives',
  ],
  'gateway/cli': ['gateway/compiler', 'gateway/audit', 'gateway/server', 'schema'],
};

/** Packages under the Elastic License 2.0 (and type-graphql) → the places that may import them. */
const confined: Readonly<Record<string, readonly string[]>> = {
  '@apollo/composition': ['schema/federation.ts'],
  '@apollo/federation-internals': ['schema/federation.ts'],
  '@apollo/query-planner': ['gateway/planner/apollo-planner.ts'],
  '@apollo/gateway': ['schema/trial-load.ts'],
  '@apollo/subgraph': ['subgraphs/kit/subgraph-schema.ts'],
  'type-graphql': ['subgraphs/'],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly relative: boolean;
}

const files = ['directives', 'schema', 'gateway', 'subgraphs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
);

function layerOf(file: string): string | undefined {
  return Object.keys(layers)
    .sort((a, b) => b.length - a.length)
    .find((layer) => file === layer || file.startsWith(`${layer}/`));
}

/** Static imports, re-exports, `import()` and `import('…')` types alike. */
function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
      found.push((node.moduleSpecifier as ts.StringLiteral).text);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      found.push((node.argument.literal as ts.StringLiteral).text);
    } else if (
      ts.isCallExpression(node) &&
      (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText(source) === 'require') &&
      node.arguments[0] !== undefined &&
      ts.isStringLiteral(node.arguments[0])
    ) {
      found.push(node.arguments[0].text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.map((specifier) => {
    if (!specifier.startsWith('.')) return { from: file, to: specifier, relative: false };
    const target = relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/');
    const to = [`${target}.ts`, `${target}/index.ts`, target].find((each) => files.includes(each)) ?? target;
    return { from: file, to, relative: true };
  });
}

const imports = files.flatMap(importsOf);

test('every file belongs to a layer', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
});

test('imports follow the layer table', () => {
  const wrong = imports
    .filter((each) => each.relative)
    .filter(({ from, to }) => {
      const [source, target] = [layerOf(from), layerOf(to)];
      if (source === undefined || target === undefined) return true;
      if (source === target) return from.startsWith('subgraphs/') && !sameProvider(from, to);
      if (target === 'gateway/errors.ts' && source.startsWith('gateway/')) return false;
      return layers[source]?.includes(target) !== true;
    })
    .map(({ from, to }) => `${from} → ${to}`);
  expect(wrong).toEqual([]);
});

test('there is no import cycle', () => {
  const done = new Set<string>();
  const next = new Map<string, Import[]>();
  for (const each of imports) next.set(each.from, [...(next.get(each.from) ?? []), each]);
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) throw new Error([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (done.has(file)) return;
    for (const each of next.get(file) ?? []) if (each.relative) visit(each.to, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

test('packages that must stay replaceable are imported where the table says, and nowhere else', () => {
  const wrong = imports
    .filter((each) => !each.relative)
    .filter(({ from, to }) => {
      const name = Object.keys(confined).find((each) => to === each || to.startsWith(`${each}/`));
      return name !== undefined && confined[name]?.some((place) => from === place || from.startsWith(place)) !== true;
    })
    .map(({ from, to }) => `${from} → ${to}`);
  expect(wrong).toEqual([]);
});

test('there is one barrel, in directives/, and no file without a subject', () => {
  expect(files.filter((file) => file.endsWith('/index.ts'))).toEqual(['directives/index.ts']);
  expect(files.filter((file) => /\/(utils?|helpers?|common|types|misc)(\.ts|\/)/.test(file))).toEqual([]);
});

/** One demo provider may not reach into another; what starts them all (`demo.ts`) may reach each. */
function sameProvider(from: string, to: string): boolean {
  const [, fromProvider] = from.split('/');
  const [, toProvider] = to.split('/');
  return fromProvider === toProvider || from.split('/').length === 2;
}
