/** Commands to copy: a permitted, a masked and a denied answer of the demo. */

interface Example {
  readonly title: string;
  readonly client: string | null;
  readonly purpose: string | null;
  readonly query: string;
}

const examples: readonly Example[] = [
  {
    title: 'permitted: the welfare desk under its grant, computed from what tax and population know',
    client: 'welfare-desk',
    purpose: 'social-assistance.eligibility',
    query: '{ person(pid: "P-000004") { name eligible } }',
  },
  {
    title: 'masked: nobody granted it the resident number, and its de-identified form may be shared',
    client: 'welfare-desk',
    purpose: 'social-assistance.eligibility',
    query: '{ person(pid: "P-000001") { name idNumber } }',
  },
  {
    title: 'denied: what is for criminal investigation is shared with nobody',
    client: 'welfare-desk',
    purpose: 'social-assistance.eligibility',
    query: '{ person(pid: "P-000001") { name wanted } }',
  },
  {
    title: 'anybody, without a token: how many residents Nanning has',
    client: null,
    purpose: null,
    query: '{ residentCount(regionCode: "450100") }',
  },
];

export function demoExamples(url: string): readonly string[] {
  return examples.flatMap(({ title, client, purpose, query }) => [
    '',
    `# ${title}`,
    [
      `curl -s ${url} -H 'Content-Type: application/json'`,
      ...(client === null ? [] : [`-H "Authorization: Bearer $(npx lingqu token --client ${client})"`]),
      ...(purpose === null ? [] : [`-H 'Lingqu-Purpose: ${purpose}'`]),
      `-d '${JSON.stringify({ query })}'`,
    ].join(' \\\n  '),
  ]);
}
