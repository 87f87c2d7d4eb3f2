/** `supergraph.yaml`, exactly in Rover's format and strictly: which subgraphs there are, where they answer, where their SDL is. */
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { readYaml, type YamlProblem, type YamlSource } from './strict-yaml';

export interface SubgraphEntry {
  readonly name: string;
  readonly routingUrl: string;
  readonly schema: { readonly file: string } | { readonly subgraphUrl: string };
  /** In supergraph.yaml, for what goes wrong with its SDL. */
  readonly line: number | null;
}

export type SupergraphYamlReading =
  | { readonly ok: true; readonly subgraphs: readonly SubgraphEntry[] }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

const url = z
  .string()
  .refine(isHttpUrl, { error: 'this is no http(s) URL: write one such as `http://127.0.0.1:4101/`' });

const subgraphShape = z.union([
  z.strictObject({ routing_url: url, schema: z.strictObject({ file: z.string().min(1) }) }),
  // As in Rover, the URL that gives the SDL is the one that answers, unless another is named.
  z.strictObject({ routing_url: url.optional(), schema: z.strictObject({ subgraph_url: url }) }),
]);

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, {
  error: 'a subgraph is named by a letter and up to 63 letters, digits, `_` or `-`',
});

const version = z
  .union([z.string(), z.number()])
  .refine((value) => /^(2|latest-2|=?v?2(\.\d+){1,2})$/.test(String(value)), {
    error: 'only Federation 2 is composed: write `2`, or a version such as `=2.11.0`',
  });

const shape = z.strictObject({
  federation_version: version.optional(),
  subgraphs: z
    .record(name, subgraphShape)
    .refine((subgraphs) => Object.keys(subgraphs).length > 0, { error: 'name at least one subgraph' }),
});

/** @param source its `file` is a path: those of SDLs are relative to it */
export function readSupergraphYaml(source: YamlSource): SupergraphYamlReading {
  const reading = readYaml(source, shape);
  if (!reading.ok) return reading;
  const subgraphs = Object.entries(reading.value.subgraphs).map(
    ([subgraph, { routing_url, schema }]): SubgraphEntry => {
      const line = reading.lineOf(['subgraphs', subgraph, 'schema']);
      return 'file' in schema
        ? {
            name: subgraph,
            routingUrl: routing_url ?? '',
            schema: { file: resolve(dirname(source.file), schema.file) },
            line,
          }
        : {
            name: subgraph,
            routingUrl: routing_url ?? schema.subgraph_url,
            schema: { subgraphUrl: schema.subgraph_url },
            line,
          };
    },
  );
  return { ok: true, subgraphs };
}

function isHttpUrl(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}
