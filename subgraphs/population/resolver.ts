/** Answers about residents: by id, in lists and pages, their households, and corrections of their contact details. */
import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Catalogue, Open, Share } from '../kit/governance-decorators';
import type { ProviderContext } from '../kit/provider-context';
import {
  ContactCorrection,
  HouseholdArguments,
  PersonArguments,
  PersonFilter,
  PersonsArguments,
  PersonsConnectionArguments,
  ResidentCountArguments,
} from './arguments';
import type { HouseholdRecord, PersonQuery } from './data-access';
import type { PopulationLoaders } from './loader';
import { cursorAt, pageAfter } from './page';
import { Correction, Household, Person, PersonConnection, toHousehold, toPerson } from './type';

type Context = ProviderContext<PopulationLoaders>;

const DEFAULT_PAGE = 20;
const LIST = { updateCycle: 'P1D', aggregation: 'INTERFACE' } as const;

@Resolver(() => Person)
export class PersonResolver {
  @Query(() => Person, { nullable: true, description: 'One resident; null when there is none of that id.' })
  @Catalogue({ id: '45-PSB/PERSON/BY-ID', title: '人口信息查询', ...LIST })
  async person(@Args() { pid }: PersonArguments, @Ctx() { loaders }: Context): Promise<Person | null> {
    const record = await loaders.person.load(pid);
    return record === null ? null : toPerson(record);
  }

  @Query(() => [Person], { nullable: true, description: 'Residents who fit every filter given, in pid order.' })
  @Catalogue({ id: '45-PSB/PERSON/LIST', title: '人口信息列表', ...LIST })
  async persons(@Args() args: PersonsArguments, @Ctx() { loaders }: Context): Promise<Person[]> {
    const { limit, offset, ...filter } = args;
    const found = await loaders.register.findPersons(queryOf(filter), 'PID_ASC');
    const from = offset ?? 0;
    return found.slice(from, from + (limit ?? DEFAULT_PAGE)).map(toPerson);
  }

  @Query(() => PersonConnection, { nullable: true, description: 'Residents in pages, with their number.' })
  @Catalogue({ id: '45-PSB/PERSON/PAGES', title: '人口信息分页列表', ...LIST })
  async personsConnection(
    @Args() { filter, orderBy, first, after, withinRegions }: PersonsConnectionArguments,
    @Ctx() { loaders }: Context,
  ): Promise<PersonConnection> {
    const found = await loaders.register.findPersons(queryOf(filter ?? {}, withinRegions), orderBy);
    const { start, items, pageInfo } = pageAfter(found, first ?? DEFAULT_PAGE, after ?? null);
    return {
      edges: items.map((record, index) => ({ cursor: cursorAt(start + index), node: toPerson(record) })),
      pageInfo,
      totalCount: found.length,
    };
  }

  @Query(() => Int, { description: 'How many residents an area has.' })
  @Share({ class: 'UNCONDITIONAL' })
  @Open({ class: 'UNCONDITIONAL' })
  @Catalogue({ id: '45-PSB/RESIDENT-COUNT', title: '常住人口数', ...LIST })
  residentCount(@Args() { regionCode }: ResidentCountArguments, @Ctx() { loaders }: Context): Promise<number> {
    return loaders.register.countResidents(regionCode ?? null);
  }

  @Mutation(() => Correction, {
    nullable: true,
    description: 'Corrects contact details found to be wrong; null when there is no such resident.',
  })
  @Share({ class: 'CONDITIONAL', methods: ['MUTATE'] })
  @Catalogue({ id: '45-PSB/PERSON/CORRECT', title: '人口联系信息更正', ...LIST })
  async correctContact(
    @Arg('input') { pid, phone, address }: ContactCorrection,
    @Ctx() { loaders }: Context,
  ): Promise<Correction | null> {
    const correctionId = await loaders.register.correctContact(pid, { phone, address });
    // What this request read before is what was wrong.
    loaders.person.clear(pid);
    const record = correctionId === null ? null : await loaders.person.load(pid);
    return correctionId === null || record === null ? null : { correctionId, person: toPerson(record) };
  }

  @FieldResolver()
  async household(@Root() person: Person, @Ctx() { loaders }: Context): Promise<Household | null> {
    const record = await householdOf(person, loaders);
    return record === null ? null : toHousehold(record);
  }

  @FieldResolver()
  async householdSize(@Root() person: Person, @Ctx() { loaders }: Context): Promise<number | null> {
    return (await householdOf(person, loaders))?.members.length ?? null;
  }

  @FieldResolver()
  async maritalStatus(@Root() person: Person, @Ctx() { loaders }: Context): Promise<string | null> {
    const household = await householdOf(person, loaders);
    const role = household?.members.find(({ pid }) => pid === person.pid)?.role;
    if (household === null || role === undefined) return null;
    const couple = household.members.some((member) => member.role === 'SPOUSE');
    return role === 'SPOUSE' || (role === 'HEAD' && couple) ? 'MARRIED' : 'NOT_MARRIED';
  }
}

@Resolver(() => Household)
export class HouseholdResolver {
  @Query(() => Household, { nullable: true, description: 'One household; null when there is none of that id.' })
  @Catalogue({ id: '45-PSB/HOUSEHOLD/BY-ID', title: '家庭户查询', ...LIST })
  async household(@Args() { householdId }: HouseholdArguments, @Ctx() { loaders }: Context): Promise<Household | null> {
    const record = await loaders.household.load(householdId);
    return record === null ? null : toHousehold(record);
  }
}

/** A person's own object does not carry the household's id: it is no field of the schema. */
async function householdOf({ pid }: Person, { person, household }: PopulationLoaders): Promise<HouseholdRecord | null> {
  const record = await person.load(pid);
  return record === null ? null : household.load(record.householdId);
}

/** GraphQL clients may say null where they mean nothing. */
function queryOf(filter: Partial<PersonFilter>, withinRegions?: readonly string[] | null): PersonQuery {
  return {
    withinRegions: withinRegions ?? undefined,
    regionCode: filter.regionCode ?? undefined,
    nameStartsWith: filter.nameStartsWith ?? undefined,
    bornFrom: filter.birthDateFrom ?? undefined,
    bornTo: filter.birthDateTo ?? undefined,
    minHouseholdSize: filter.householdSizeGte ?? undefined,
  };
}
