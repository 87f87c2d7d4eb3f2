/** The naive reading of the benchmark's law. */
import { governedAnswer } from './expected';

const open = {
  roll: [
    { handle: 'a', name: '韦样本', idNumber: '450103199001910000', regionCode: '450100' },
    { handle: 'b', name: '黄样本', idNumber: '450103199001910001', regionCode: '451000' },
  ],
  facilities: [{ name: 'library', reports: [{ author: { handle: 'c', name: '覃样本' } }] }],
};

test('names of residents are masked wherever they stand, those of facilities never', () => {
  expect(governedAnswer('big', open)).toMatchObject({
    roll: [{ name: '韦**' }, { name: '黄**' }],
    facilities: [{ name: 'library', reports: [{ author: { name: '覃**' } }] }],
  });
});

test('the list lacks the rows of the last city, and the denied one everything', () => {
  expect(governedAnswer('list', { roll: open.roll })).toEqual({
    roll: [{ handle: 'a', name: '韦**', idNumber: '450103************', regionCode: '450100' }],
  });
  expect(governedAnswer('denied', open)).toEqual({ roll: null });
  expect(governedAnswer('public', open)).toEqual(open);
});
