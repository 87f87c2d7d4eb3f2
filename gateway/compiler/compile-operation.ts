/** Operation → decisions per field → filtered, renamed document: everything that can be known before planning. */
import { LRUCache } from 'lru-cache';
import type { Supergraph } from '../../schema/supergraph';
import type { Denial } from '../policy/decision';
import { assignAliases, type Aliases } from './aliases';
import { applyDecisions, occurrenceKey, type DeniedOccurrences } from './apply-decisions';
import { bindOperation, positionedDenials } from './bind-operation';
import { buildPositions } from './build-positions';
import { buildShape } from './build-shape';
import { checkInfluences } from './check-influences';
import { clientOperation, type ClientOperation } from './client-operation';
import type { CompileInput } from './compile-input';
import type { BoundOperation, CompiledOperation } from './compiled-operation';
import { decisionsFor } from './decisions';
import { fillScopeArguments } from './fill-scope-arguments';
import type { FlowDenial } from './flow-denial';
import { limitListings } from './limit-listings';
import { propagateDenials } from './propagate-denials';
import { rewriteDocument } from './rewrite-document';
import { schemaFacts } from './schema-facts';
import { scopeArguments } from './scope-arguments';
import { signatureOf } from './signature';
import { applyTestedRows, type TestedPositions, type TestedRows } from './tested-rows';

export type CompileOutcome =
  | {
      readonly ok: true;
      readonly bound: BoundOperation;
      /**
       * The same request again, with these occurrences denied and these rows made testable as well (flows; each round removes at least
       * one field, or tests rows that were not tested before).
       */
      deny(denials: readonly FlowDenial[], tested?: readonly TestedRows[]): CompileOutcome;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** The whole operation is refused before any fetch: 403, no `data`. */
export interface Refusal {
  /** At least one; the first one's reason is the answer's code. */
  readonly denials: readonly Denial[];
}

/**
 * @throws RefusedRequest for what the client must mend (unknown operation name, variables that do not fit, reserved aliases).
 */
export function compileOperation(input: CompileInput): CompileOutcome {
  const client = clientOperation(input.apiSchema, input.document, input.operationName, input.variables);
  return compileWith(input, client, { denied: new Map(), tested: new Map() });
}

/** Compiled operations by signature; a signature names the schema, so that the cache dies with its supergraph. */
const compiledOperations = new WeakMap<Supergraph, LRUCache<string, CompiledOperation>>();
const maxCompiledOperations = 1_000;

/** What the flows of earlier plans came to. */
interface FlowLaw {
  readonly denied: DeniedOccurrences;
  readonly tested: TestedPositions;
}

function compileWith(input: CompileInput, client: ClientOperation, flows: FlowLaw): CompileOutcome {
  const { supergraph } = input;
  const map = supergraph.labelMap;
  const facts = schemaFacts(supergraph);
  const decisions = decisionsFor(input, facts, client.kind);
  const root = buildPositions(input, facts, client, decisions);
  const scopes = scopeArguments(map, facts);
  applyDecisions(root, decisions, map, flows.denied, scopes);
  applyTestedRows(root, flows.tested, decisions, map);
  propagateDenials(root);
  const refusing = checkInfluences(root, decisions, map, facts, scopes);
  if (refusing.length > 0) return { ok: false, refusal: { denials: refusing } };
  const filled = fillScopeArguments(root, decisions, scopes);
  limitListings(root, decisions, map, scopes, filled);
  propagateDenials(root);
  const denials = positionedDenials(root, client).map((each) => each.denial);
  if (denials.length > 0 && (client.kind === 'mutation' || input.onDeny === 'reject')) {
    return { ok: false, refusal: { denials } };
  }
  const aliases = assignAliases(root);
  const key = signatureOf(root, client.kind, supergraph.schemaId, decisions.all, aliases);
  const operation = cached(supergraph, key, () => ({
    key,
    kind: client.kind,
    document: root.nulled
      ? null
      : rewriteDocument({ ...input, root, kind: client.kind, decisions: decisions.all, aliases, map, facts }),
    shape: buildShape({ root, decisions: decisions.all, aliases, map, apiSchema: input.apiSchema }),
  }));
  return {
    ok: true,
    bound: bindOperation(operation, client, root, decisions.all, aliases),
    deny: (more, tested = []) => denyMore(input, client, flows, aliases, more, tested),
  };
}

function cached(supergraph: Supergraph, key: string, compile: () => CompiledOperation): CompiledOperation {
  let cache = compiledOperations.get(supergraph);
  if (cache === undefined) {
    cache = new LRUCache({ max: maxCompiledOperations });
    compiledOperations.set(supergraph, cache);
  }
  const before = cache.get(key);
  if (before !== undefined) return before;
  const operation = compile();
  cache.set(key, operation);
  return operation;
}

function denyMore(
  input: CompileInput,
  client: ClientOperation,
  flows: FlowLaw,
  aliases: Aliases,
  more: readonly FlowDenial[],
  rows: readonly TestedRows[],
): CompileOutcome {
  const denied = new Map(flows.denied);
  let added = false;
  for (const { path, types, denial } of more) {
    // What the planner or the gateway selected for itself stands for the client's field that needed it.
    const keys = clientKeys(path, aliases);
    const key = keys.pop();
    if (key === undefined) continue;
    const place = occurrenceKey(keys, key);
    const whole = keys.length + 1 === path.length ? types : null;
    const before = denied.get(place) ?? [];
    if (before.some((each) => each.types === null || sameTypes(each.types, whole))) continue;
    denied.set(place, [...before, { types: whole, denial }]);
    added = true;
  }
  const [first] = more;
  if (!added && first !== undefined) return { ok: false, refusal: { denials: [first.denial] } };
  const tested = new Map(flows.tested);
  for (const { path, ...each } of rows) {
    const keys = clientKeys(path, aliases);
    if (keys.length < path.length) throw new Error('rows that the client did not ask for are to be tested');
    const place = keys.join('\u0000');
    tested.set(place, [...(tested.get(place) ?? []), each]);
  }
  return compileWith(input, client, { denied, tested });
}

/** Response keys behind generated aliases, up to the first name that is none of the client's. */
function clientKeys(path: readonly string[], aliases: Aliases): string[] {
  const keys: string[] = [];
  for (const alias of path) {
    const key = aliases.keyOf(alias);
    if (key === null) break;
    keys.push(key);
  }
  return keys;
}

function sameTypes(a: readonly string[], b: readonly string[] | null): boolean {
  return b !== null && b.every((each) => a.includes(each));
}
