/** Answers about incomes and tax returns. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Catalogue } from '../kit/governance-decorators';
import type { ProviderContext } from '../kit/provider-context';
import { IncomeArguments, TaxReturnArguments, TaxReturnsArguments } from './arguments';
import { latestTaxYear } from './data-access';
import type { TaxLoaders } from './loader';
import { Person, TaxReturn, toTaxReturn } from './type';

type Context = ProviderContext<TaxLoaders>;

@Resolver(() => TaxReturn)
export class TaxReturnResolver {
  @Query(() => TaxReturn, { nullable: true, description: 'One tax return; null when there is none of that id.' })
  @Catalogue({ id: '45-TAX/RETURN/BY-ID', title: '个人纳税申报查询', updateCycle: 'P1Y', aggregation: 'INTERFACE' })
  async taxReturn(@Args() { returnId }: TaxReturnArguments, @Ctx() { loaders }: Context): Promise<TaxReturn | null> {
    const record = await loaders.taxReturn.load(returnId);
    return record === null ? null : toTaxReturn(record);
  }
}

@Resolver(() => Person)
export class TaxpayerResolver {
  @FieldResolver()
  income(
    @Root() { pid }: Person,
    @Args() { year }: IncomeArguments,
    @Ctx() { loaders }: Context,
  ): Promise<number | null> {
    return loaders.income.load(`${pid}/${year ?? latestTaxYear}`);
  }

  @FieldResolver()
  async taxReturns(
    @Root() { pid }: Person,
    @Args() { year }: TaxReturnsArguments,
    @Ctx() { loaders }: Context,
  ): Promise<TaxReturn[]> {
    const records = (await loaders.returnsOf.load(pid)) ?? [];
    return records.filter((record) => year == null || record.year === year).map(toTaxReturn);
  }
}
