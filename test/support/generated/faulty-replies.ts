/**
 * Subgraphs that fail. INVARIANT: what becomes of an entity depends on its representation, never on its index: equal ones are sent once
 * by us, often by the oracle.
 */
import type { SubgraphReply, SubgraphRequest } from '../../../gateway/executor/execution';
import type { Interference } from '../in-process-federation';
import { canonical, hash } from './federation-values';

export const faultKinds = [
  'down',
  'slow',
  'no data',
  'no body',
  'nulled places',
  'failed places',
  'failed without a path',
  'wrong length',
  'missing fields',
] as const;

export interface Fault {
  readonly subgraph: string;
  readonly kind: (typeof faultKinds)[number];
  /** Decides what is hit. */
  readonly salt: number;
}

/** Stands in everything that a subgraph says of its failures. */
export const secret = 'secret';

type Path = (string | number)[];
type Json = Record<string, unknown>;

export function faulty({ subgraph, kind, salt }: Fault): Interference {
  return (request, reply): SubgraphReply => {
    if (request.subgraph !== subgraph || !reply.ok) return reply;
    const body = structuredClone(reply.body) as { data?: Json | null; errors?: unknown };
    const { data } = body;
    const error = (path?: Path): unknown => ({ message: secret, ...(path === undefined ? {} : { path }) });
    switch (kind) {
      case 'down':
        return { ok: false, code: 'SUBGRAPH_UNAVAILABLE' };
      case 'slow':
        return { ok: false, code: 'SUBGRAPH_TIMEOUT' };
      case 'no data':
        return { ok: true, body: { data: null, errors: [error()] } };
      case 'no body':
        return { ok: true, body: { errors: [error()] } };
      case 'nulled places':
      case 'failed places': {
        const hit: Path[] = [];
        if (data != null) nullSome(data, request, salt, hit);
        const errors = kind === 'failed places' && hit.length > 0 ? { errors: hit.map(error) } : {};
        return { ok: true, body: { ...body, ...errors } };
      }
      case 'failed without a path':
        return { ok: true, body: { ...body, errors: [error()] } };
      case 'wrong length':
        if (Array.isArray(data?.['_entities'])) data['_entities'].pop();
        return { ok: true, body };
      case 'missing fields':
        if (data != null) dropSome(data, request, salt);
        return { ok: true, body };
    }
  };
}

/** Top-level fields; for entities: each by the representation that it answers. */
function* placesOf(data: Json, request: SubgraphRequest): Generator<{ holder: Json; path: Path; name: string }> {
  const { representations = [] } = JSON.parse(request.variablesJson) as { representations?: unknown[] };
  const entities = data['_entities'];
  if (!Array.isArray(entities)) {
    // Nothing of the request's own text: how it is worded, and in which order, is the executor's.
    yield { holder: data, path: [], name: 'root' };
    return;
  }
  for (const [index, each] of entities.entries()) {
    if (each === null) continue;
    yield { holder: each as Json, path: ['_entities', index], name: canonical(representations[index]) };
  }
}

function nullSome(data: Json, request: SubgraphRequest, salt: number, hit: Path[]): void {
  const entities = data['_entities'];
  for (const { holder, path, name } of [...placesOf(data, request)]) {
    const index = path[1];
    if (Array.isArray(entities) && typeof index === 'number' && hash(`${name}${String(salt)}`) % 5 === 0) {
      entities[index] = null;
      hit.push(path);
      continue;
    }
    nullBelow(holder, path, `${name}${String(salt)}`, hit);
  }
}

function nullBelow(holder: Json | unknown[], path: Path, name: string, hit: Path[]): void {
  for (const [key, value] of Object.entries(holder)) {
    // What an object is stays known: who fails in that, says nothing at all.
    if (value === null || saysType(value)) continue;
    const step = Array.isArray(holder) ? Number(key) : key;
    const here = `${name}.${key}`;
    if (hash(here) % 7 === 0) {
      (holder as Json)[key] = null;
      hit.push([...path, step]);
    } else if (typeof value === 'object') {
      nullBelow(value as Json, [...path, step], here, hit);
    }
  }
}

/** Under whatever alias: no other value of a model looks like this. */
function saysType(value: unknown): boolean {
  return typeof value === 'string' && /^(E\d|V\d|J|Home)$/.test(value);
}

function dropSome(data: Json, request: SubgraphRequest, salt: number): void {
  for (const { holder, name } of placesOf(data, request)) {
    for (const key of Object.keys(holder)) {
      if (!saysType(holder[key]) && hash(`${name}${key}${String(salt)}`) % 4 === 0) Reflect.deleteProperty(holder, key);
    }
  }
}
