import { parse } from 'graphql';
import { resolveNames } from '../../directives/link-imports';

const ours = 'https://specs.lingqu.dev/governance/v1.0';
const names = (sdl: string) => resolveNames(parse(sdl));
const local = (sdl: string, name: string) => names(sdl).directives.get(name);

test('without a link nothing is ours', () => {
  expect(names('type Query { x: Int @share }').directives.size).toBe(0);
  expect(
    names('extend schema @link(url: "https://specs.lingqu.dev/other/v1.0", import: ["@share"])').directives.size,
  ).toBe(0);
  expect(names(`extend schema @other(url: "${ours}", import: ["@share"])`).directives.size).toBe(0);
});

test.each([`${ours}/`, `${ours}?x=1`, `${ours}#y`])(
  'the address `%s` has our identity and another spelling: refused',
  (url) => {
    expect(names(`extend schema @link(url: "${url}", import: ["@share"])`).problems).not.toEqual([]);
  },
);

test('imports, renames, namespaces', () => {
  expect(local(`extend schema @link(url: "${ours}", import: ["@share"])`, 'share')).toBe('share');
  expect(local(`extend schema @link(url: "${ours}", import: [{name: "@share", as: "@x"}])`, 'x')).toBe('share');
  expect(local(`extend schema @link(url: "${ours}", import: [{name: "@share", as: "@x"}])`, 'share')).toBeUndefined();
  expect(local(`schema @link(url: "${ours}") { query: Q }`, 'governance__open')).toBe('open');
  expect(local(`extend schema @link(url: "${ours}", as: "g")`, 'g__open')).toBe('open');
  expect(local(`extend schema @link(url: "${ours}", as: "g")`, 'governance__open')).toBeUndefined();
});

test('a link directive under another name links, too', () => {
  const renamed = `extend schema @verweis(url: "https://specs.apollo.dev/link/v1.0", as: "verweis") @verweis(url: "${ours}", import: ["@share"])`;
  expect(local(renamed, 'share')).toBe('share');
  expect(names(renamed).linkName).toBe('verweis');
});

test.each([
  ['a type', `extend schema @link(url: "${ours}", import: ["Share"])`],
  ['an unknown directive', `extend schema @link(url: "${ours}", import: ["@shares"])`],
  ['a name for two', `extend schema @link(url: "${ours}", import: ["@share", {name: "@open", as: "@share"}])`],
  ['no name', `extend schema @link(url: "${ours}", import: [{name: "@open", as: "open"}])`],
  ['a wrong element', `extend schema @link(url: "${ours}", import: [3])`],
  ['two links', `extend schema @link(url: "${ours}") @link(url: "${ours}", as: "g")`],
  ['another version', `extend schema @link(url: "https://specs.lingqu.dev/governance/v1.1")`],
  ['no version', `extend schema @link(url: "https://specs.lingqu.dev/governance")`],
  [
    "another specification's name",
    `extend schema @link(url: "https://x.org/y/v1.0", import: ["@share"]) @link(url: "${ours}", import: ["@share"])`,
  ],
  ["the link's own name", `extend schema @link(url: "${ours}", import: [{name: "@share", as: "@link"}])`],
])('importing %s is refused', (_name, sdl) => {
  expect(names(sdl).problems).not.toEqual([]);
});
