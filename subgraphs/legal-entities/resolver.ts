/** Answers about enterprises: by credit code, by filter, and who holds them. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Catalogue } from '../kit/governance-decorators';
import type { ProviderContext } from '../kit/provider-context';
import { liesWithinArea } from '../kit/synthetic/counties';
import { EnterpriseArguments, EnterprisesArguments } from './arguments';
import { syntheticEnterprises, type SyntheticEnterprise, type SyntheticShare } from './data/enterprises';
import type { LegalEntitiesLoaders } from './loader';
import { Enterprise, Shareholding, toEnterprise, toPerson } from './type';

type Context = ProviderContext<LegalEntitiesLoaders>;

/** More than this is never given in one answer. */
const PAGE_LIMIT = 200;

@Resolver(() => Enterprise)
export class EnterpriseResolver {
  @Catalogue({ id: '45-AMR/QUERY/ENTERPRISE', title: '企业登记信息查询', updateCycle: 'P1D', aggregation: 'INTERFACE' })
  @Query(() => Enterprise, { nullable: true, description: 'One enterprise; null when there is none of that code.' })
  async enterprise(
    @Args() { creditCode }: EnterpriseArguments,
    @Ctx() { loaders }: Context,
  ): Promise<Enterprise | null> {
    const record = await loaders.enterprise.load(creditCode);
    return record === null ? null : toEnterprise(record);
  }

  @Catalogue({
    id: '45-AMR/QUERY/ENTERPRISES',
    title: '企业登记信息检索',
    updateCycle: 'P1D',
    aggregation: 'INTERFACE',
  })
  @Query(() => [Enterprise], { description: 'Enterprises that fit every filter given, in the order of the register.' })
  enterprises(@Args() filter: EnterprisesArguments): Enterprise[] {
    const { regionCode, nameContains, industry, legalRepresentativeName, withinRegions } = filter;
    const fits = (record: SyntheticEnterprise): boolean =>
      (regionCode == null || liesWithinArea(record.regionCode, regionCode)) &&
      (withinRegions == null || withinRegions.some((region) => liesWithinArea(record.regionCode, region))) &&
      (nameContains == null || record.name.includes(nameContains)) &&
      (industry == null || record.industry === industry) &&
      (legalRepresentativeName == null || record.legalRepresentative.name === legalRepresentativeName);
    const from = Math.max(filter.offset ?? 0, 0);
    const count = Math.min(Math.max(filter.first ?? PAGE_LIMIT, 0), PAGE_LIMIT);
    return syntheticEnterprises()
      .filter(fits)
      .slice(from, from + count)
      .map(toEnterprise);
  }

  @FieldResolver()
  shareholders(@Root() enterprise: Enterprise, @Ctx() { loaders }: Context): Promise<Shareholding[]> {
    return Promise.all(enterprise.shares.map((share) => toShareholding(share, loaders)));
  }
}

/** A holder is shown as what it is: a reference to a resident, or another enterprise of the register. */
async function toShareholding(share: SyntheticShare, loaders: LegalEntitiesLoaders): Promise<Shareholding> {
  const { holder, percent } = share;
  if ('pid' in holder) return Object.assign(new Shareholding(), { party: toPerson(holder.pid), percent });
  const record = await loaders.enterprise.load(holder.creditCode);
  if (record === null) throw new Error(`\`${holder.creditCode}\` holds a share and is not in the register`);
  return Object.assign(new Shareholding(), { party: toEnterprise(record), percent });
}
