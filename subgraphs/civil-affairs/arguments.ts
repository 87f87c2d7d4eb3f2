/** Arguments of civil affairs' fields, and what using each of them reveals. */
import { IsOptional, Max, Min } from 'class-validator';
import { ArgsType, Field, ID, Int } from 'type-graphql';
import { Influences } from '../kit/governance-decorators';
import { AssistanceStatus } from './type';

@ArgsType()
export class AssistanceCaseArguments {
  @Field(() => ID)
  @Influences('AssistanceCase.caseId')
  caseId!: string;
}

/** As the tax department declares them: copies of its field must take the same arguments. */
@ArgsType()
export class IncomeArguments {
  @Field(() => Int, { nullable: true })
  @Influences()
  year?: number;
}

@ArgsType()
export class AssistanceCasesArguments {
  @Field(() => String, { nullable: true, description: 'A county, a city or the region.' })
  @Influences('AssistanceCase.regionCode')
  regionCode?: string;

  @Field(() => AssistanceStatus, { nullable: true })
  @Influences('AssistanceCase.status')
  status?: AssistanceStatus;

  @Field(() => Int, { nullable: true, description: 'At most 200; 20 when left out.' })
  @IsOptional()
  @Min(0)
  @Max(200)
  limit?: number | null;

  @Field(() => Int, { nullable: true })
  @IsOptional()
  @Min(0)
  offset?: number | null;
}
