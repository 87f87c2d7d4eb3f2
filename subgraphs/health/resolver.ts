/** Answers about visits: of one person, by id, and counted. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Catalogue } from '../kit/governance-decorators';
import type { ProviderContext } from '../kit/provider-context';
import { liesWithinArea } from '../kit/synthetic/counties';
import { syntheticPerson } from '../kit/synthetic/person';
import { VisitArguments, VisitCountsArguments, VisitsArguments } from './arguments';
import { visitCounts } from './data/visits';
import type { HealthLoaders } from './loader';
import { Person, toVisit, Visit, VisitCount } from './type';

type Context = ProviderContext<HealthLoaders>;

/** Months in which fewer visits took place than this are left out, so that a count says nothing about one person. */
const SMALLEST_COUNT = 10;

@Resolver(() => Visit)
export class VisitResolver {
  @Catalogue({ id: '45-HOS/QUERY/VISIT', title: '就诊记录查询', updateCycle: 'P1D', aggregation: 'LOGICAL' })
  @Query(() => Visit, { nullable: true, description: 'One visit; null when there is none of that id.' })
  async visit(@Args() { visitId }: VisitArguments, @Ctx() { loaders }: Context): Promise<Visit | null> {
    const record = await loaders.visit.load(visitId);
    return record === null ? null : toVisit(record);
  }

  @Catalogue({ id: '45-HOS/QUERY/VISIT-COUNTS', title: '就诊人次统计查询', updateCycle: 'P1M', aggregation: 'LOGICAL' })
  @Query(() => [VisitCount], {
    nullable: true,
    description: 'Counts by county and month; counts below ten are left out.',
  })
  visitCounts(@Args() { regionCode, month }: VisitCountsArguments): VisitCount[] {
    return [...visitCounts()]
      .filter(([county]) => regionCode == null || liesWithinArea(county, regionCode))
      .flatMap(([county, months]) =>
        [...months].map(([counted, visits]) => ({ regionCode: county, month: counted, visits })),
      )
      .filter((count) => count.visits >= SMALLEST_COUNT && (month == null || count.month === month))
      .sort((a, b) => (a.regionCode + a.month < b.regionCode + b.month ? -1 : 1))
      .map((count) => Object.assign(new VisitCount(), count));
  }
}

@Resolver(() => Person)
export class PatientResolver {
  @FieldResolver()
  async visits(
    @Root() person: Person,
    @Args() { from, to }: VisitsArguments,
    @Ctx() { loaders }: Context,
  ): Promise<Visit[]> {
    return (await loaders.visitsOf.load(person.pid))
      .filter(({ visitedOn }) => (from == null || visitedOn >= from) && (to == null || visitedOn <= to))
      .map(toVisit);
  }

  @FieldResolver()
  contactPhone(@Root() person: Person): string | null {
    return syntheticPerson(person.pid)?.phone ?? null;
  }
}
