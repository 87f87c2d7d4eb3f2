import { maxHeaders, readHeaders } from '../../../gateway/server/request-headers';

const refusal = (raw: readonly string[]): string => {
  try {
    readHeaders(raw);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'accepted';
};

test('what a client says of itself is read whatever the spelling of the header’s name', () => {
  expect(readHeaders(['LINGQU-purpose', ' social-assistance ', 'Lingqu-On-Deny', 'reject'])).toMatchObject({
    purpose: 'social-assistance',
    onDeny: 'reject',
    authorization: null,
    case: null,
  });
});

test.each([
  ['two of one Lingqu header', ['Lingqu-Purpose', 'a', 'lingqu-purpose', 'a']],
  ['a comma-joined purpose', ['Lingqu-Purpose', 'a, b']],
  ['a comma-joined case', ['Lingqu-Case', '1,2']],
  ['an empty represented party', ['Lingqu-Represented-Party', ' ']],
  ['an unknown way to deny', ['Lingqu-On-Deny', 'ignore']],
  ['two tokens', ['Authorization', 'Bearer a', 'authorization', 'Bearer b']],
  ['two hosts', ['Host', 'a', 'Host', 'b']],
  ['a duplicated header of ours that we do not know', ['Lingqu-New', 'a', 'Lingqu-New', 'b']],
])('%s is refused', (_name, raw) => {
  expect(refusal(raw)).toBe('BAD_REQUEST');
});

test('a token behind too many headers is not forgotten, but refused with them', () => {
  const many = Array.from({ length: maxHeaders }, (_each, index) => [`X-${String(index)}`, 'x']).flat();
  expect(refusal(many)).toBe('accepted');
  expect(refusal([...many, 'Authorization', 'Bearer a'])).toBe('TOO_MANY_HEADERS');
});

test('a trace header of another form is client text, and dropped', () => {
  const sound = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  expect(readHeaders(['traceparent', sound]).traceparent).toBe(sound);
  expect(readHeaders(['traceparent', '00-45010319900101-x']).traceparent).toBeNull();
});
