/** Arguments of the hospitals' fields, and what using each of them reveals. */
import { ArgsType, Field, ID } from 'type-graphql';
import { Influences } from '../kit/governance-decorators';

@ArgsType()
export class VisitArguments {
  @Field(() => ID)
  @Influences('Visit.visitId')
  visitId!: string;
}

@ArgsType()
export class VisitsArguments {
  @Field({ nullable: true, description: 'YYYY-MM-DD' })
  @Influences('Visit.visitedOn')
  from?: string;

  @Field({ nullable: true, description: 'YYYY-MM-DD, included' })
  @Influences('Visit.visitedOn')
  to?: string;
}

@ArgsType()
export class VisitCountsArguments {
  @Field({ nullable: true, description: 'A county, a city or the region.' })
  @Influences('VisitCount.regionCode')
  regionCode?: string;

  @Field({ nullable: true, description: 'YYYY-MM' })
  @Influences('VisitCount.month')
  month?: string;
}
