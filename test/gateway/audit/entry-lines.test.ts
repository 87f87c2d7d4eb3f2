/** The text of an entry says what the event said: written out of parts that are kept, and equal to what JSON makes of the whole. */
import fc from 'fast-check';
import type { RequestEvent } from '../../../gateway/audit/entry';
import { bitmap, maxLeafBytes, requestLeaves, shapeHash } from '../../../gateway/audit/entry-lines';
import { hashKeys } from '../../../gateway/audit/hash-keys';

const keys = hashKeys(1, Buffer.alloc(32, 1));
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const name = fc.option(text);

const events = fc
  .record({
    shape: fc.record({
      ...{ operationHash: text, schemaId: text, lawProfile: text },
      fields: fc.array(
        fc.record({
          ...{ position: text, coordinate: text, subgraphs: fc.array(text), owners: fc.array(text) },
          decision: fc.constantFrom('permit' as const, 'mask' as const, 'deny' as const),
          ...{ mask: name, reason: name, article: name },
        }),
        { minLength: 1, maxLength: 12 },
      ),
    }),
    requester: fc.record({
      ...{ client: text, organisation: name, person: name, actors: fc.array(text), representedParty: name },
      ...{ purpose: name, case: name, route: fc.constantFrom('SHARE' as const, 'OPEN' as const) },
    }),
    rows: fc.array(fc.record({ type: text, rows: fc.nat(), fields: fc.uniqueArray(fc.nat(11)) })),
    grants: fc.array(text, { maxLength: 40 }),
    flows: fc.array(
      fc.record({
        ...{ from: text, toSubgraph: text, toOrganisation: text, coordinate: text },
        ...{ decision: fc.constantFrom('permit' as const, 'deny' as const), grants: fc.array(text) },
      }),
      { maxLength: 400 },
    ),
    ...{ subgraphs: fc.array(text), reasons: fc.array(text), traceparent: name },
  })
  .map(({ rows, ...event }): RequestEvent => ({
    ...{ ...event, kind: 'access', outcome: 'released', requestId: 'r', policyEpoch: 3, subjects: [] },
    released: rows.map((each) => ({
      ...each,
      fields: each.fields.filter((f) => f < event.shape.fields.length).sort((a, b) => a - b),
    })),
  }));

/** What the lines say together, as one object. */
function told(event: RequestEvent): Record<string, unknown> {
  const leaves = requestLeaves(event, shapeHash(event.shape), keys, null, 'n');
  const parts = leaves.map(({ kind, content }) => {
    expect(Buffer.byteLength(content)).toBeLessThanOrEqual(maxLeafBytes - 500);
    return JSON.parse(`{"kind":"${kind}",${content}}`) as Record<string, unknown>;
  });
  const lists = ['grants', 'released', 'flows', 'subgraphs'];
  return {
    ...parts[0],
    ...Object.fromEntries(lists.map((list) => [list, parts.flatMap((part) => part[list] as unknown[])])),
    ...{ part: undefined, parts: undefined },
  };
}

test('every member of an event stands in its lines, in one piece or in several', () => {
  fc.assert(
    fc.property(events, (event) => {
      const { requester, shape } = event;
      const counts: Record<string, number> = Object.create(null) as Record<string, number>;
      for (const { type, rows } of event.released) counts[type] = (counts[type] ?? 0) + rows;
      const expected = {
        ...{ kind: 'access', requestId: 'r', traceparent: event.traceparent, client: requester.client },
        organisation: requester.organisation,
        person: requester.person === null ? null : keys.person(requester.person),
        ...{ actors: requester.actors, representedParty: requester.representedParty, purpose: requester.purpose },
        case: requester.case === null ? null : keys.case(requester.case),
        ...{ route: requester.route, lawProfile: shape.lawProfile, policyEpoch: 3, shape: shapeHash(shape) },
        ...{ outcome: 'released', reasons: event.reasons, nonce: 'n', keyBlock: null },
        ...{ grants: event.grants, flows: event.flows, subgraphs: event.subgraphs },
        counts,
        released: event.released.map(({ type, rows, fields }) => {
          const masked = fields.filter((field) => shape.fields[field]?.decision === 'mask');
          return { type, rows, fields: bitmap(fields), ...(masked.length === 0 ? {} : { masked: bitmap(masked) }) };
        }),
      };
      expect(JSON.parse(JSON.stringify(told(event)))).toEqual(JSON.parse(JSON.stringify(expected)));
    }),
  );
});

test('the hash of a shape is that of its text, and not of another one’s', () => {
  fc.assert(
    fc.property(events, events, ({ shape: a }, { shape: b }) => {
      expect(shapeHash(a) === shapeHash(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      expect(shapeHash(structuredClone(a))).toBe(shapeHash(a));
    }),
  );
});
