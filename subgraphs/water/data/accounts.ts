/** Synthetic water accounts, one per household, with their monthly consumption; nobody here exists. */
import { syntheticPersons, type SyntheticPerson } from '../../kit/synthetic/person';
import { randomStream } from '../../kit/synthetic/random';

export interface SyntheticWaterAccount {
  /** `W-000001`: the number in the household's id. */
  readonly accountId: string;
  /** The person who signed the contract: the head of the household. */
  readonly pid: string;
  readonly address: string;
  readonly regionCode: string;
  /** Persons supplied. */
  readonly persons: number;
}

export interface SyntheticConsumption {
  /** `YYYY-MM` */
  readonly month: string;
  /** Whole cubic metres. */
  readonly cubicMetres: number;
}

/** The months there are readings for, oldest first. */
export const READING_MONTHS: readonly string[] = Array.from(
  { length: 12 },
  (_, place) => `2025-${String(place + 1).padStart(2, '0')}`,
);

/** All accounts in id order; computed once. */
export function waterAccounts(): readonly SyntheticWaterAccount[] {
  return accounts().all;
}

export function waterAccount(accountId: string): SyntheticWaterAccount | undefined {
  return accounts().byId.get(accountId);
}

/** The accounts that a person signed for; empty for everybody else. */
export function waterAccountsOf(pid: string): readonly SyntheticWaterAccount[] {
  return accounts().byPid.get(pid) ?? [];
}

/** Twelve readings in month order. */
export function consumptionOf(account: SyntheticWaterAccount): readonly SyntheticConsumption[] {
  const random = randomStream(`water/${account.accountId}`);
  return READING_MONTHS.map((month) => {
    // Summers are hot: more from June to September.
    const summer = month >= '2025-06' && month <= '2025-09' ? 2 : 0;
    return { month, cubicMetres: 2 + account.persons * random.between(2, 5) + summer };
  });
}

interface Accounts {
  readonly all: readonly SyntheticWaterAccount[];
  readonly byId: ReadonlyMap<string, SyntheticWaterAccount>;
  readonly byPid: ReadonlyMap<string, readonly SyntheticWaterAccount[]>;
}

let cached: Accounts | undefined;

function accounts(): Accounts {
  cached ??= generate();
  return cached;
}

function generate(): Accounts {
  const households = new Map<string, { readonly head: SyntheticPerson; persons: number }>();
  for (const person of syntheticPersons()) {
    const household = households.get(person.householdId);
    // The head stands first in every household.
    if (household === undefined) households.set(person.householdId, { head: person, persons: 1 });
    else household.persons++;
  }
  const all = [...households].map(([householdId, { head, persons }]) =>
    Object.freeze({
      accountId: `W-${householdId.slice(2)}`,
      pid: head.pid,
      address: head.address,
      regionCode: head.regionCode,
      persons,
    }),
  );
  return {
    all: Object.freeze(all),
    byId: new Map(all.map((account) => [account.accountId, account])),
    byPid: new Map(all.map((account) => [account.pid, [account]])),
  };
}
