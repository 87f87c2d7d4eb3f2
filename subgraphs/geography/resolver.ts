/** Answers about administrative divisions: by code, downwards, upwards, and by name. */
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { Catalogue } from '../kit/governance-decorators';
import type { ProviderContext } from '../kit/provider-context';
import { PageArguments, SearchArguments } from './arguments';
import { allDivisions, childrenOf, liesWithin, type DivisionRecord } from './data/divisions';
import type { GeographyLoaders } from './loader';
import { City, Division, ENTRY, toDivision } from './type';

type Context = ProviderContext<GeographyLoaders>;

const REGION = '450000';

/** More than this is never given in one answer. */
const PAGE_LIMIT = 200;

@Resolver(() => Division)
export class DivisionResolver {
  @Catalogue({ id: '45-CAD/QUERY/DIVISION', title: '行政区划查询', ...ENTRY })
  @Query(() => Division, { nullable: true, description: 'One division; null when there is none of that code.' })
  async division(@Arg('code', () => ID) code: string, @Ctx() { loaders }: Context): Promise<Division | null> {
    const record = await loaders.division.load(code);
    return record === null ? null : toDivision(record);
  }

  @Catalogue({ id: '45-CAD/QUERY/CITIES', title: '设区市清单', ...ENTRY })
  @Query(() => [City], { description: 'The 14 cities.' })
  cities(): Division[] {
    return childrenOf(REGION).map(toDivision);
  }

  @Catalogue({ id: '45-CAD/QUERY/SEARCH', title: '行政区划名称检索', ...ENTRY })
  @Query(() => [Division], { description: 'Divisions whose name contains a text, in code order.' })
  searchDivisions(@Args() { name, level, under, first, after }: SearchArguments): Division[] {
    const fits = (record: DivisionRecord): boolean =>
      record.name.includes(name) &&
      (level == null || record.level === level) &&
      (under == null || liesWithin(record.code, under));
    return page(allDivisions().filter(fits), first, after);
  }

  @FieldResolver()
  async parent(@Root() division: Division, @Ctx() { loaders }: Context): Promise<Division | null> {
    if (division.parentCode === null) return null;
    const record = await loaders.division.load(division.parentCode);
    return record === null ? null : toDivision(record);
  }

  @FieldResolver()
  async children(
    @Root() division: Division,
    @Args() { first, after }: PageArguments,
    @Ctx() { loaders }: Context,
  ): Promise<Division[]> {
    return page(await loaders.children.load(division.code), first, after);
  }

  @FieldResolver()
  async childCount(@Root() division: Division, @Ctx() { loaders }: Context): Promise<number> {
    return (await loaders.children.load(division.code)).length;
  }
}

function page(records: readonly DivisionRecord[], first: number, after: string | null | undefined): Division[] {
  const rest = after == null ? records : records.filter((record) => record.code > after);
  return rest.slice(0, Math.min(Math.max(first, 0), PAGE_LIMIT)).map(toDivision);
}
