/** Arguments and inputs of the register of residents, and what using each of them reveals. */
import { IsOptional, Matches, Max, MaxLength, Min } from 'class-validator';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { Inaccessible } from '../kit/federation-decorators';
import { registerGovernedEnum } from '../kit/governed-enum';
import { Influences, Scope } from '../kit/governance-decorators';

export enum PersonOrder {
  PID_ASC = 'PID_ASC',
  NAME_ASC = 'NAME_ASC',
  BIRTH_DATE_ASC = 'BIRTH_DATE_ASC',
  BIRTH_DATE_DESC = 'BIRTH_DATE_DESC',
}
registerGovernedEnum(PersonOrder, {
  name: 'PersonOrder',
  description: 'How a list of persons is sorted; sorting by a field tells its values apart.',
  influences: {
    PID_ASC: ['Person.pid'],
    NAME_ASC: ['Person.name'],
    BIRTH_DATE_ASC: ['Person.birthDate'],
    BIRTH_DATE_DESC: ['Person.birthDate'],
  },
});

@ArgsType()
export class PersonArguments {
  @Field(() => ID)
  @Influences('Person.pid')
  pid!: string;
}

@ArgsType()
export class HouseholdArguments {
  @Field(() => ID)
  @Influences('Household.householdId')
  householdId!: string;
}

/**
 * Page sizes have no default in the schema: whoever may see only the rows of an area must be able to leave them out. The gateway filters
 * this list, and a page of it would tell how many rows were withheld.
 */
@ArgsType()
export class PersonsArguments {
  @Field(() => String, { nullable: true, description: 'A county, a city or the region.' })
  @Influences('Person.regionCode')
  regionCode?: string;

  @Field(() => String, { nullable: true })
  @Influences('Person.name')
  nameStartsWith?: string;

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

@InputType({ description: 'All conditions that are given must hold.' })
export class PersonFilter {
  @Field(() => String, { nullable: true, description: 'A county, a city or the region.' })
  @Influences('Person.regionCode')
  regionCode?: string;

  @Field(() => String, { nullable: true })
  @Influences('Person.name')
  nameStartsWith?: string;

  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD' })
  @Influences('Person.birthDate')
  birthDateFrom?: string;

  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD' })
  @Influences('Person.birthDate')
  birthDateTo?: string;

  @Field(() => Int, { nullable: true })
  @Influences('Person.householdSize')
  householdSizeGte?: number;
}

/** This list the provider filters itself, and so may page through it and count it for whoever sees the rows of an area alone. */
@ArgsType()
export class PersonsConnectionArguments {
  @Field(() => PersonFilter, { nullable: true })
  filter?: PersonFilter;

  @Field(() => PersonOrder, { defaultValue: PersonOrder.PID_ASC })
  orderBy!: PersonOrder;

  @Field(() => Int, { nullable: true, description: 'At most 200; 20 when left out.' })
  @IsOptional()
  @Min(0)
  @Max(200)
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'A cursor of the page before.' })
  after?: string;

  @Field(() => [String], { nullable: true, description: "The caller's grant's scope; filled by the gateway." })
  @Scope({ by: 'regionCode', kind: 'REGION' })
  @Inaccessible()
  withinRegions?: string[] | null;
}

@ArgsType()
export class ResidentCountArguments {
  @Field(() => String, { nullable: true, description: 'A county, a city or the region; all of it when left out.' })
  @Influences()
  regionCode?: string;
}

@InputType({ description: 'What is wrong in the register, and what is right (Art 28).' })
export class ContactCorrection {
  @Field(() => ID)
  @Influences('Person.pid')
  pid!: string;

  @Field(() => String, { nullable: true, description: '11 digits.' })
  @Influences()
  @IsOptional()
  @Matches(/^\d{11}$/)
  phone?: string;

  @Field(() => String, { nullable: true })
  @Influences()
  @IsOptional()
  @MaxLength(200)
  address?: string;

  @Field(() => String, { description: 'How the error was found.' })
  @Influences()
  @MaxLength(500)
  reason!: string;
}
