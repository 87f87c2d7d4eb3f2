/** The SDL of each subgraph: from its file, or from the subgraph itself; what cannot be had is a problem at its line. */
import type { YamlProblem } from './strict-yaml';
import type { SubgraphEntry } from './supergraph-yaml';

/** What a subgraph is asked (https://specs.apollo.dev/federation, enhanced introspection). */
export const sdlQuery = '{ _service { sdl } }';

export interface SdlSources {
  /** @throws when the file cannot be read */
  readText(path: string): string;
  /**
   * Sends `sdlQuery`, signed as every request to a subgraph is, and yields the parsed JSON body.
   *
   * @throws when the subgraph cannot be reached, or answers anything but JSON
   */
  fetchSdl(request: { readonly subgraph: string; readonly url: string; readonly query: string }): Promise<unknown>;
}

export type ObtainedSdl =
  | { readonly ok: true; readonly entry: SubgraphEntry; readonly sdl: string }
  | { readonly ok: false; readonly problem: YamlProblem };

export async function obtainSdls(
  file: string,
  entries: readonly SubgraphEntry[],
  sources: SdlSources,
): Promise<readonly ObtainedSdl[]> {
  return Promise.all(entries.map((entry) => obtain(file, entry, sources)));
}

async function obtain(file: string, entry: SubgraphEntry, sources: SdlSources): Promise<ObtainedSdl> {
  const refuse = (key: string, message: string): ObtainedSdl => ({
    ok: false,
    problem: { file, line: entry.line, key: `subgraphs.${entry.name}.schema.${key}`, message },
  });
  if ('file' in entry.schema) {
    const path = entry.schema.file;
    try {
      return { ok: true, entry, sdl: sources.readText(path) };
    } catch (error) {
      return refuse('file', `cannot read \`${path}\` (${codeOf(error)}): write the path of the subgraph's SDL`);
    }
  }
  const url = entry.schema.subgraphUrl;
  try {
    const sdl = sdlOf(await sources.fetchSdl({ subgraph: entry.name, url, query: sdlQuery }));
    if (sdl !== null) return { ok: true, entry, sdl };
    return refuse('subgraph_url', `\`${url}\` does not tell its SDL: it must answer \`${sdlQuery}\` to the gateway`);
  } catch (error) {
    return refuse(
      'subgraph_url',
      `cannot reach \`${url}\` (${codeOf(error)}): start the subgraph, or name its SDL file`,
    );
  }
}

function sdlOf(body: unknown): string | null {
  const sdl = (body as { data?: { _service?: { sdl?: unknown } | null } | null } | null)?.data?._service?.sdl;
  return typeof sdl === 'string' && sdl.trim() !== '' ? sdl : null;
}

/** A system error's code; texts of libraries and subgraphs are not repeated. */
function codeOf(error: unknown): string {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const { code } = each as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  return error instanceof Error ? error.name : 'unknown error';
}
