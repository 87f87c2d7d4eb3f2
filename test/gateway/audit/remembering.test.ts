import { remembering } from '../../../gateway/audit/remembering';

function counted(entries: number): { readonly say: (text: string) => string; readonly asked: string[] } {
  const asked: string[] = [];
  const say = remembering((text) => {
    asked.push(text);
    return text.toUpperCase();
  }, entries);
  return { say, asked };
}

test('what was said is not asked for again', () => {
  const { say, asked } = counted(10);
  expect([say('a'), say('b'), say('a')]).toEqual(['A', 'B', 'A']);
  expect(asked).toEqual(['a', 'b']);
});

test('what is asked for again and again outlives what is not, and what does not is forgotten', () => {
  const { say, asked } = counted(2);
  for (const text of ['kept', 'a', 'kept', 'b', 'kept', 'c', 'kept', 'd', 'kept', 'a']) {
    expect(say(text)).toBe(text.toUpperCase());
  }
  expect(asked).toEqual(['kept', 'a', 'b', 'c', 'd', 'a']);
});

test('a long text is said anew, so that the memory is bounded in bytes, too', () => {
  const { say, asked } = counted(10);
  const long = 'x'.repeat(257);
  expect(say(long)).toBe(say(long));
  expect(asked).toEqual([long, long]);
});
