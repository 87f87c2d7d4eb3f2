/**
 * All that a compiled operation depends on, as a short text: the cache key of compiled operations and plans.
 * INVARIANT: two requests with equal signatures get the same document and shape; grant ids, scope values, purposes and argument
 * values stay outside.
 */
import { createHash } from 'node:crypto';
import type { Decision } from '../policy/decision';
import type { Aliases } from './aliases';
import type { Occurrence, PositionNode, TypeUse } from './position';

export function signatureOf(
  root: PositionNode,
  kind: 'query' | 'mutation',
  schemaId: string,
  decisions: readonly Decision[],
  aliases: Aliases,
): string {
  const hashes = new Map<PositionNode, string>();
  const occurrenceText = (occurrence: Occurrence): unknown[] => [
    occurrence.key,
    occurrence.name,
    occurrence.state,
    occurrence.slot,
    occurrence.slot !== null && occurrence.state === 'live' ? aliases.of(occurrence) : null,
    occurrence.slot === null ? null : decisionText(decisions[occurrence.slot]),
    occurrence.arguments.filter((each) => each.value !== undefined).map((each) => each.definition.name),
    occurrence.state === 'live' && occurrence.child !== null ? hashOf(occurrence.child) : null,
  ];
  const useText = (use: TypeUse): unknown[] => [
    use.type.name,
    use.state,
    use.holder?.type.name ?? null,
    [...use.scopeOwners].sort(),
    [...use.rowSlots].sort((a, b) => a - b),
    use.state === 'live' ? use.occurrences.map(occurrenceText) : [],
  ];
  const hashOf = (node: PositionNode): string => {
    const before = hashes.get(node);
    if (before !== undefined) return before;
    const text = JSON.stringify([node.id, node.position, node.staticType.name, node.nulled, node.uses.map(useText)]);
    const hash = createHash('sha256').update(text).digest('base64url');
    hashes.set(node, hash);
    return hash;
  };
  return `${schemaId} ${kind} ${hashOf(root)}`;
}

function decisionText(decision: Decision | undefined): string {
  switch (decision?.outcome) {
    case 'mask':
      return `mask ${decision.technique} ${decision.maskedBy.join(',')} ${scopeText(decision.scopes)}`;
    case 'permit':
      return `permit ${scopeText(decision.scopes)}`;
    case 'deny':
    case undefined:
      return 'deny';
  }
}

function scopeText(scopes: readonly { readonly owner: string }[]): string {
  return scopes.map((scope) => scope.owner).join(',');
}
