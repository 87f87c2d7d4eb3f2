/** Answers about water: accounts of a person or by id, and totals of areas. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Catalogue } from '../kit/governance-decorators';
import type { ProviderContext } from '../kit/provider-context';
import { syntheticPerson } from '../kit/synthetic/person';
import { ConsumptionArguments, WaterAccountArguments, WaterSummaryArguments } from './arguments';
import { consumptionOf, waterAccount } from './data/accounts';
import { waterTotal } from './data/totals';
import type { WaterLoaders } from './loader';
import { Consumption, Division, Person, toWaterAccount, WaterAccount, WaterSummary } from './type';

@Resolver(() => WaterAccount)
export class WaterAccountResolver {
  @Catalogue({ id: '45-WAT/QUERY/ACCOUNT', title: '居民用水户查询', updateCycle: 'P1D', aggregation: 'LOGICAL' })
  @Query(() => WaterAccount, { nullable: true, description: 'One account; null when there is none of that id.' })
  async waterAccount(
    @Args() { accountId }: WaterAccountArguments,
    @Ctx() { loaders }: ProviderContext<WaterLoaders>,
  ): Promise<WaterAccount | null> {
    const record = await loaders.account.load(accountId);
    return record === null ? null : toWaterAccount(record);
  }

  @FieldResolver()
  consumption(@Root() account: WaterAccount, @Args() { from, to }: ConsumptionArguments): Consumption[] {
    const record = waterAccount(account.accountId);
    if (record === undefined) return [];
    return consumptionOf(record)
      .filter(({ month }) => (from == null || month >= from) && (to == null || month <= to))
      .map((reading) => Object.assign(new Consumption(), reading));
  }
}

@Resolver(() => Person)
export class CustomerResolver {
  @FieldResolver()
  async waterAccounts(
    @Root() person: Person,
    @Ctx() { loaders }: ProviderContext<WaterLoaders>,
  ): Promise<WaterAccount[]> {
    return (await loaders.accountsOf.load(person.pid)).map(toWaterAccount);
  }

  @FieldResolver()
  contactPhone(@Root() person: Person): string | null {
    return syntheticPerson(person.pid)?.phone ?? null;
  }
}

@Resolver(() => Division)
export class WaterSummaryResolver {
  @FieldResolver()
  waterSummary(@Root() division: Division, @Args() { month }: WaterSummaryArguments): WaterSummary | null {
    const total = waterTotal(division.code, month);
    return total === undefined ? null : Object.assign(new WaterSummary(), total);
  }
}
