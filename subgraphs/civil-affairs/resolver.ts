/** Answers about assistance cases, eligibility and marital status. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Catalogue } from '../kit/governance-decorators';
import type { ProviderContext } from '../kit/provider-context';
import { AssistanceCaseArguments, AssistanceCasesArguments, IncomeArguments } from './arguments';
import { isEligible } from './eligibility';
import type { CivilAffairsLoaders } from './loader';
import { AssistanceCase, Person, toAssistanceCase } from './type';

type Context = ProviderContext<CivilAffairsLoaders>;

const DEFAULT_PAGE = 20;

@Resolver(() => AssistanceCase)
export class AssistanceCaseResolver {
  @Query(() => AssistanceCase, { nullable: true, description: 'One case; null when there is none of that id.' })
  @Catalogue({ id: '45-CIV/CASE/BY-ID', title: '社会救助申请查询', updateCycle: 'P1D', aggregation: 'INTERFACE' })
  async assistanceCase(
    @Args() { caseId }: AssistanceCaseArguments,
    @Ctx() { loaders }: Context,
  ): Promise<AssistanceCase | null> {
    const record = await loaders.assistanceCase.load(caseId);
    return record === null ? null : toAssistanceCase(record);
  }

  @Query(() => [AssistanceCase], {
    nullable: true,
    description: 'Cases that fit every filter given, in the order of their ids.',
  })
  @Catalogue({ id: '45-CIV/CASE/LIST', title: '社会救助申请列表', updateCycle: 'P1D', aggregation: 'INTERFACE' })
  async assistanceCases(
    @Args() { regionCode, status, limit, offset }: AssistanceCasesArguments,
    @Ctx() { loaders }: Context,
  ): Promise<AssistanceCase[]> {
    const found = await loaders.register.findCases(regionCode ?? null, status ?? null);
    const from = offset ?? 0;
    return found.slice(from, from + (limit ?? DEFAULT_PAGE)).map(toAssistanceCase);
  }
}

@Resolver(() => Person)
export class ApplicantResolver {
  /** Never asked for: the gateway brings the tax department's value along. */
  @FieldResolver()
  income(@Root() { income }: Person, @Args() _: IncomeArguments): number | null {
    return income ?? null;
  }

  @FieldResolver()
  eligible(@Root() { income, householdSize }: Person): boolean | null {
    return isEligible(income, householdSize);
  }

  @FieldResolver()
  maritalStatus(@Root() { pid }: Person, @Ctx() { loaders }: Context): Promise<string | null> {
    return loaders.maritalStatus.load(pid);
  }

  @FieldResolver()
  async assistanceCase(@Root() { pid }: Person, @Ctx() { loaders }: Context): Promise<AssistanceCase | null> {
    const record = await loaders.caseOf.load(pid);
    return record === null ? null : toAssistanceCase(record);
  }
}
