/** Arguments of the register's fields, and what using each of them reveals. */
import { ArgsType, Field, ID, Int } from 'type-graphql';
import { Inaccessible } from '../kit/federation-decorators';
import { Influences, Scope } from '../kit/governance-decorators';
import { Industry } from './type';

@ArgsType()
export class EnterpriseArguments {
  @Field(() => ID)
  @Influences('Enterprise.creditCode')
  creditCode!: string;
}

@ArgsType()
export class EnterprisesArguments {
  @Field({ nullable: true, description: 'A county, a city or the region.' })
  @Influences('Enterprise.regionCode')
  regionCode?: string;

  @Field({ nullable: true })
  @Influences('Enterprise.name')
  nameContains?: string;

  @Field(() => Industry, { nullable: true })
  @Influences('Enterprise.industry')
  industry?: Industry;

  @Field({
    nullable: true,
    description: 'Exactly. Whoever filters by it learns it, and so needs the right to read it.',
  })
  @Influences('Enterprise.legalRepresentativeName')
  legalRepresentativeName?: string;

  // Without defaults: under a scoped grant a page would tell how many rows were withheld, and is refused (enforcement.md section 3).
  @Field(() => Int, { nullable: true, description: 'At most 200, which is also what comes without it.' })
  first?: number;

  @Field(() => Int, { nullable: true })
  offset?: number;

  @Field(() => [String], { nullable: true, description: "The caller's grant's scope; filled by the gateway." })
  @Scope({ by: 'regionCode', kind: 'REGION' })
  @Inaccessible()
  withinRegions?: string[];
}
