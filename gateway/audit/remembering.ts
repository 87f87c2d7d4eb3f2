/** A pure function of short texts that remembers what it said last: at most twice as many texts as it is told. */

/** Longer texts are not remembered: they would make the bound in entries no bound in bytes. */
const longestText = 256;

/** @param entries after so many new texts the oldest generation is forgotten */
export function remembering(say: (text: string) => string, entries: number): (text: string) => string {
  let recent = new Map<string, string>();
  let older = new Map<string, string>();
  return (text) => {
    const known = recent.get(text);
    if (known !== undefined) return known;
    const said = older.get(text) ?? say(text);
    if (text.length > longestText) return said;
    if (recent.size >= entries) {
      older = recent;
      recent = new Map();
    }
    recent.set(text, said);
    return said;
  };
}
