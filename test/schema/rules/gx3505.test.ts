import { onwardTransferOfOpenData } from '../../../schema/rules/gx3505-onward-transfer-of-open-data';
import { brief, check, closed, free, schemaOf } from '../../support/rule-context';

test('no onward transfer of what anybody may have is refused, on the field or from its type', () => {
  const sdl = `${schemaOf('PSB')}
    type Query { a: Int ${free} @noOnwardTransfer p: P ${free} }
    type P @noOnwardTransfer { x: Int ${free} y: Int ${closed} }`;
  const findings = check(onwardTransferOfOpenData, { population: sdl });
  expect(brief(findings)).toEqual(['error population P.x', 'error population Query.a']);
  expect(findings[0]).toMatchObject({ code: 'GX3505', article: '35, 37', line: 4 });
});

test('no onward transfer of what is not open is accepted', () => {
  const sdl = `${schemaOf('PSB')} type Query { a: Int ${closed} @noOnwardTransfer }`;
  expect(check(onwardTransferOfOpenData, { population: sdl })).toEqual([]);
});
