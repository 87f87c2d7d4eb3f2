/** What is committed about the demo is what its code says: SDLs, the supergraph's list of them, and the reviews pinned to them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { demoProviders } from '../../subgraphs/demo-providers';

const root = join(__dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

test.each(demoProviders.map((provider) => [provider.name, provider] as const))(
  'the committed SDL of %s is current (else run `node dist/subgraphs/print-schemas.js`)',
  (name, provider) => {
    expect(read(`subgraphs/${name}/schema.graphql`)).toBe(provider.sdl());
  },
);

test('supergraph.yaml names every demo subgraph, where it is served', () => {
  const { subgraphs } = parse(read('supergraph.yaml')) as { subgraphs: Record<string, { routing_url: string }> };
  expect(Object.entries(subgraphs).map(([name, { routing_url }]) => [name, routing_url])).toEqual(
    demoProviders.map(({ name, port }) => [name, `http://127.0.0.1:${port}/graphql`]),
  );
});

test('reviews in register.yaml are pinned to the committed SDLs', () => {
  const { reviews } = parse(read('register.yaml')) as { reviews: { subgraph: string; sdlHash: string }[] };
  expect(reviews.map(({ subgraph }) => subgraph).sort()).toEqual(['geography', 'population']);
  for (const { subgraph, sdlHash } of reviews) {
    const hash = createHash('sha256')
      .update(read(`subgraphs/${subgraph}/schema.graphql`))
      .digest('hex');
    expect([subgraph, sdlHash]).toEqual([subgraph, `sha256:${hash}`]);
  }
});
