/** The id of a composed schema: SHA-256 over supergraph SDL and label map together, so that neither changes unseen. */
import { createHash } from 'node:crypto';
import type { LabelMap } from './label-map';

/** @returns 64 hex digits */
export function schemaIdOf(supergraphSdl: string, labelMap: LabelMap): string {
  return createHash('sha256')
    .update(supergraphSdl, 'utf8')
    .update('\0')
    .update(canonicalJson(labelMap), 'utf8')
    .digest('hex');
}

/** JSON with the keys of every object in order; `undefined` members are left out. */
export function canonicalJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_key, member: unknown) => ordered(member), indent);
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, member] of entries) copy[key] = member;
  return copy;
}
