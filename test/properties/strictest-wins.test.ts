/** Invariant 3: where three subgraphs, of three organisations or of one, resolve one field, no order of subgraphs and no majority opens what one of them closes. */
import { governed } from '../support/governed-subgraphs';
import { startFederation, type StatedSubgraph } from '../support/start-federation';
import { client, organisation } from '../support/start-gateway';

const open = '@share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")';
const closed = '@share(class: "NONE", basis: ["LAW"]) @open(class: "NONE", reason: ["PRIVACY"], basis: ["LAW"])';
const subgraphs = ['A', 'B', 'C'];

/** Every subgraph holds the note, says so of it what it says, and is asked for it on a way of its own. */
function holder(name: string, owner: string, said: string): StatedSubgraph {
  const row = { id: '1', note: `note-of-${name}` };
  return {
    name: name.toLowerCase(),
    sdl: governed(
      owner,
      `type Query { from${name}: Thing ${open} }
type Thing @key(fields: "id") { id: ID! @shareable ${open} note: String @shareable ${said} }`,
    ),
    resolvers: { Query: { [`from${name}`]: () => row }, Thing: { __resolveReference: () => row } },
  };
}

async function notes(
  owners: readonly string[],
  closing: string | null,
): Promise<{ readonly text: string; readonly sent: string }[]> {
  const federation = await startFederation({
    subgraphs: subgraphs.map((name, index) => holder(name, owners[index] ?? '', name === closing ? closed : open)),
    register: {
      organisations: [...new Set(owners), 'X'].map((id) => organisation(id)),
      clients: [client('asker', 'X')],
    },
  });
  try {
    const answers = [];
    for (const name of subgraphs) {
      for (const as of [undefined, 'asker']) {
        const asking = as === undefined ? {} : { as, purpose: 'work' };
        federation.captured.splice(0);
        const { text } = await federation.ask(`{ from${name} { id note } }`, asking);
        answers.push({ text, sent: federation.captured.map(({ request, reply }) => request + reply).join('\n') });
      }
    }
    return answers;
  } finally {
    await federation.stop();
  }
}

describe.each([
  { of: 'three organisations', owners: ['A', 'B', 'C'] },
  { of: 'one organisation', owners: ['A', 'A', 'A'] },
])('two UNCONDITIONAL and one NONE make NONE, of $of', ({ owners }) => {
  test('three UNCONDITIONAL open it', async () => {
    for (const { text } of await notes(owners, null)) expect(text).toContain('note-of-');
  });

  test.each(subgraphs)('whichever says it: %s', async (closing) => {
    for (const { text, sent } of await notes(owners, closing)) {
      expect(text).toMatch(/"code":"NOT_(OPEN|SHARED)"/);
      // Not even asked for.
      expect(text + sent).not.toContain('note-of-');
    }
  });
});
