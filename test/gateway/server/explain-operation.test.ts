import { explainOperation } from '../../../gateway/server/explain-operation';
import { governedFederation } from '../../support/governed-federation';
import { grant } from '../../support/hand-made-supergraph';
import { client, organisation, registerWith } from '../../support/start-gateway';

test('a mask is explained by the grants that were asked, those that name an interface’s field among them', async () => {
  const mask = { technique: 'name', share: 'UNCONDITIONAL', open: 'UNCONDITIONAL', evidence: 'E-1' } as const;
  const { supergraph } = governedFederation(
    [
      {
        ...{ name: 'population', organisation: 'PSB', resolvers: {} },
        sdl: 'type Query { person: Person } interface Named { name: String } type Person implements Named { name: String }',
      },
    ],
    { 'Person.name': { share: 'CONDITIONAL', open: 'NONE', deidentified: mask } },
  );
  const suspended = grant({ provider: 'PSB', recipient: 'CIV', fields: ['Named.name'], status: 'SUSPENDED' });
  const { fields } = await explainOperation({
    supergraph,
    register: registerWith({
      organisations: [organisation('PSB'), organisation('CIV')],
      clients: [client('desk', 'CIV')],
      grants: [suspended],
    }),
    ...{ profile: 'gx-draft-rev', limits: { depth: 9, aliases: 9, rootFields: 9, tokens: 99 } },
    ...{ client: 'desk', purpose: 'work', operation: '{ person { name } }', variables: {}, instant: 1_000 },
  });
  expect(fields.find(({ coordinate }) => coordinate === 'Person.name')).toMatchObject({
    ...{ decision: 'mask', technique: 'name', reason: 'GRANT_SUSPENDED' },
  });
});
