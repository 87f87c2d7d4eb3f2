/** The bytes are what JSON.stringify says, in UTF-8. */
import fc from 'fast-check';
import { JsonBytes } from '../../../gateway/executor/json-bytes';

function written(write: (out: JsonBytes) => void): string {
  // As small as can be: everything has to grow.
  const out = new JsonBytes(1);
  write(out);
  return String(out.text());
}

test('any string, short or long, with whatever must be escaped in it', () => {
  const strings = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(fc.nat(0xffff), { maxLength: 100 }).map((units) => String.fromCharCode(...units)),
    fc.string({
      unit: fc.constantFrom('a', '"', '\\', '\u001f', '\u007f', 'é', '韦', '\ud83d\ude00', '\ud800'),
      maxLength: 90,
    }),
  );
  fc.assert(
    fc.property(strings, (text) => {
      expect(written((out) => out.string(text))).toBe(JSON.stringify(text));
    }),
    { numRuns: 2_000 },
  );
});

test('any finite number', () => {
  const numbers = fc.oneof(fc.integer(), fc.nat(1_100), fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(numbers, (number) => {
      expect(written((out) => out.number(number))).toBe(JSON.stringify(number));
    }),
  );
  expect(written((out) => out.number(-0))).toBe('0');
});

test('any JSON value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(written((out) => out.json(value))).toBe(JSON.stringify(value));
    }),
  );
});

test('a text that is all ASCII, and one that is so no longer or again', () => {
  const out = new JsonBytes(1);
  for (const texts of [['a'], ['a', 'é'], ['a'], ['韦', 'a'], ['x'.repeat(99)], ['é'.repeat(99), '"é'], ['"']]) {
    out.clear();
    for (const text of texts) out.string(text);
    expect(String(out.text())).toBe(texts.map((text) => JSON.stringify(text)).join(''));
  }
});

test('what was set back is gone, and what follows takes its place', () => {
  expect(
    written((out) => {
      out.string('kept');
      const mark = out.length;
      out.string('withheld');
      out.length = mark;
      out.byte(0x2c);
      out.raw(Buffer.from('1'));
    }),
  ).toBe('"kept",1');
});

test('what was handed out stays as it was when the next text is written in its place', () => {
  const out = new JsonBytes(1);
  const texts = ['短', 'x'.repeat(20_000), '长'.repeat(20_000)];
  const handed = texts.map((text) => {
    out.clear();
    out.string(text);
    return out.text();
  });
  expect(handed.map(String)).toEqual(texts.map((text) => JSON.stringify(text)));
});
