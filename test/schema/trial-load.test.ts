import { parse } from 'graphql';
import { composeSubgraphs } from '../../schema/federation';
import { trialLoad } from '../../schema/trial-load';

const composed = composeSubgraphs([
  { name: 'a', routingUrl: 'http://127.0.0.1:1/', document: parse('type Query { x: Int }') },
]);
const sdl = composed.ok ? composed.value : '';

test('what the gateway loads is not refused, and no request is sent', async () => {
  expect(await trialLoad(sdl)).toBeNull();
});

test('a feature that is for execution and unknown is refused', async () => {
  const guarded = sdl.replace(
    '\n{\n  query',
    '\n  @link(url: "https://example.org/guard/v1.0", for: SECURITY)\n{\n  query',
  );
  expect(guarded).not.toBe(sdl);
  expect(await trialLoad(guarded)).toContain('https://example.org/guard/v1.0');
});

test('a text that is no supergraph is refused', async () => {
  expect(await trialLoad('type Query { x: Int }')).not.toBeNull();
  expect(await trialLoad('type Query {')).not.toBeNull();
});

test('the library does not report to its maker', () => {
  expect(process.env.APOLLO_TELEMETRY_DISABLED).toBe('true');
});
