/** Answers are compared before anything is timed: what differs ends the run. */
import { difference } from './compare-answers';

const open = { roll: [{ handle: 'a', name: '韦样本' }] };
const answer = (data: unknown, errors: readonly unknown[] = []) => ({ data, errors, bytes: 1 });

test('an ungoverned gateway must answer what the others do, without errors', () => {
  expect(difference('apollo', 'small', answer(open), open)).toBeNull();
  expect(difference('apollo', 'small', answer({ roll: [] }), open)).toContain('otherwise than expected');
  expect(difference('apollo', 'small', answer(open, [{ message: 'no' }]), open)).toContain('1 errors');
});

test('a governed one must have masked what is masked', () => {
  const masked = { roll: [{ handle: 'a', name: '韦**' }] };
  expect(difference('lingqu-governed', 'small', answer(masked), open)).toBeNull();
  expect(difference('lingqu-governed', 'small', answer(open), open)).toContain('otherwise than expected');
  expect(difference('lingqu-open', 'small', answer(masked), open)).toContain('otherwise than expected');
});

test('what is denied must be said to be', () => {
  const denied = { roll: null };
  expect(difference('lingqu-governed', 'denied', answer(denied, [{}]), open)).toBeNull();
  expect(difference('lingqu-governed', 'denied', answer(denied), open)).toContain('0 errors');
  expect(difference('lingqu-governed', 'denied', answer(open, [{}]), open)).toContain('otherwise than expected');
});
