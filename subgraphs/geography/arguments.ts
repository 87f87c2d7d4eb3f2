/** Arguments of geography's fields; everything here is open, so none of them reveals anything. */
import { ArgsType, Field, ID, Int } from 'type-graphql';
import { DivisionLevel } from './type';

@ArgsType()
export class PageArguments {
  @Field(() => Int, { defaultValue: 50, description: 'At most 200.' })
  first!: number;

  @Field(() => ID, { nullable: true, description: 'The code of the last division already seen.' })
  after?: string;
}

@ArgsType()
export class SearchArguments {
  @Field({ description: 'A part of the name, in Chinese.' })
  name!: string;

  @Field(() => DivisionLevel, { nullable: true })
  level?: DivisionLevel;

  @Field(() => ID, { nullable: true, description: 'Only this division and what lies inside it.' })
  under?: string;

  @Field(() => Int, { defaultValue: 50, description: 'At most 200.' })
  first!: number;

  @Field(() => ID, { nullable: true, description: 'The code of the last division already seen.' })
  after?: string;
}
