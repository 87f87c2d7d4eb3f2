/** The body of a request to a subgraph: the part that its query makes is the same every time, so it is written once. */

/** Distinct queries whose text is kept: plans share theirs, and the caches of plans are bounded alike. */
const maxKnown = 2_000;

export interface RequestBodies {
  /** @param variablesJson JSON text of an object */
  write(query: string, variablesJson: string): Buffer;
}

export function requestBodies(): RequestBodies {
  const known = new Map<string, string>();
  return {
    write(query, variablesJson) {
      let beginning = known.get(query);
      if (beginning === undefined) {
        beginning = `{"query":${JSON.stringify(query)},"variables":`;
        if (known.size >= maxKnown) known.clear();
        known.set(query, beginning);
      }
      return Buffer.from(`${beginning}${variablesJson}}`);
    },
  };
}
