/** What a register of the right shape can still have wrong: names that nothing bears, names borne twice, papers that are missing. */
import { anonymous } from '../../policy/principal-of';
import type { StatedRegister } from './register-shape';

export interface Mistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Check = (register: StatedRegister, known: Known) => readonly Mistake[];

interface Known {
  readonly organisations: ReadonlySet<string>;
  /** With their ancestors. */
  readonly purposes: ReadonlySet<string>;
}

export function registerMistakes(register: StatedRegister, purposes: ReadonlySet<string>): readonly Mistake[] {
  const known = { organisations: new Set(register.organisations.map(({ id }) => id)), purposes };
  return [repeatedIds, sharedSubgraphs, clientMistakes, grantMistakes].flatMap((check: Check) =>
    check(register, known),
  );
}

/** What is allowed but probably not meant. */
export function registerDoubts(register: StatedRegister): readonly Mistake[] {
  const known = new Set(register.organisations.map(({ id }) => id));
  return register.grants.flatMap((grant, index) => {
    const doubts: Mistake[] = [];
    const doubt = (path: readonly (string | number)[], organisation: string): void => {
      if (known.has(organisation)) return;
      const message = `organisation \`${organisation}\` is not registered: list it, or correct its name`;
      doubts.push({ path: ['grants', index, ...path], message });
    };
    doubt(['issuedBy'], grant.issuedBy);
    grant.processors.forEach(({ organisation }, place) => doubt(['processors', place, 'organisation'], organisation));
    return doubts;
  });
}

function repeatedIds(register: StatedRegister): readonly Mistake[] {
  const lists: readonly [string, string, readonly string[]][] = [
    ['organisations', 'id', register.organisations.map(({ id }) => id)],
    ['purposes', 'code', register.purposes.map(({ code }) => code)],
    ['clients', 'id', register.clients.map(({ id }) => id)],
    ['grants', 'id', register.grants.map(({ id }) => id)],
    ['evidence', 'id', register.evidence.map(({ id }) => id)],
    ['releases', 'id', register.releases.map(({ id }) => id)],
  ];
  return lists.flatMap(([list, key, names]) => {
    const seen = new Set<string>();
    return names.flatMap((name, index): Mistake[] => {
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [{ path: [list, index, key], message: `\`${name}\` stands twice: every ${key} is given once` }];
    });
  });
}

function sharedSubgraphs({ organisations }: StatedRegister): readonly Mistake[] {
  const owners = new Map<string, string>();
  return organisations.flatMap(({ id, subgraphs }, index) =>
    (subgraphs ?? []).flatMap((subgraph, place): Mistake[] => {
      const owner = owners.get(subgraph);
      owners.set(subgraph, id);
      if (owner === undefined) return [];
      const message = `subgraph \`${subgraph}\` already speaks for \`${owner}\`: one subgraph belongs to one organisation`;
      return [{ path: ['organisations', index, 'subgraphs', place], message }];
    }),
  );
}

function clientMistakes({ clients }: StatedRegister, known: Known): readonly Mistake[] {
  return clients.flatMap((client, index) => {
    const path = ['clients', index];
    const mistakes = unknownPurposes(client.purposes, path, known);
    if (client.id === anonymous) {
      if (client.organisation !== null) {
        mistakes.push({ path: [...path, 'organisation'], message: '`anonymous` has no organisation: remove the line' });
      }
      if (client.route !== 'OPEN') {
        mistakes.push({ path: [...path, 'route'], message: '`anonymous` asks by route `OPEN`: write `route: OPEN`' });
      }
    } else if (client.organisation === null) {
      mistakes.push({ path, message: `client \`${client.id}\` has no organisation: name the one that answers for it` });
    } else {
      mistakes.push(...unknownOrganisation(client.organisation, [...path, 'organisation'], known));
    }
    return mistakes;
  });
}

function grantMistakes({ grants }: StatedRegister, known: Known): readonly Mistake[] {
  return grants.flatMap((grant, index) => {
    const path = ['grants', index];
    const mistakes = [
      ...unknownOrganisation(grant.provider, [...path, 'provider'], known),
      ...unknownOrganisation(grant.recipient, [...path, 'recipient'], known),
      ...unknownPurposes(grant.purposes, path, known),
    ];
    const demand = (key: string, given: boolean, message: string): void => {
      if (!given) mistakes.push({ path: [...path, key], message });
    };
    demand(
      'validUntil',
      grant.validFrom < grant.validUntil,
      'a grant ends after it begins: correct one of the two times',
    );
    if (grant.scope !== 'ALL') {
      const named = Object.keys(grant.scope).length > 0;
      demand('scope', named, 'a scope that names no field limits nothing: name one, or write `scope: ALL`');
    }
    switch (grant.kind) {
      case 'SHARE':
        demand('purposes', grant.purposes.length > 0, 'a SHARE grant states its purposes (Art 34)');
        demand('scenario', grant.scenario.trim() !== '', 'a SHARE grant states its scenario (Art 34)');
        demand(
          'basis',
          grant.basis.length > 0,
          'a SHARE grant states the law that gives the recipient the duty (Art 34)',
        );
        break;
      case 'OPEN':
        for (const paper of ['commitment', 'agreement'] as const) {
          if (grant.instruments[paper] !== null) continue;
          const message = `an OPEN grant needs the ${paper} before access: name it, or leave the grant out (Art 38)`;
          mistakes.push({ path: [...path, 'instruments', paper], message });
        }
    }
    return mistakes;
  });
}

function unknownOrganisation(id: string, path: Mistake['path'], { organisations }: Known): readonly Mistake[] {
  if (organisations.has(id)) return [];
  return [{ path, message: `organisation \`${id}\` is not registered: list it under \`organisations\`` }];
}

function unknownPurposes(codes: readonly string[], path: Mistake['path'], { purposes }: Known): Mistake[] {
  return codes.flatMap((code, index) =>
    purposes.has(code)
      ? []
      : [
          {
            path: [...path, 'purposes', index],
            message: `purpose \`${code}\` is unknown: list it under \`purposes\`, or use a listed one`,
          },
        ],
  );
}
