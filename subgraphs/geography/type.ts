/** The GraphQL types of the administrative divisions: one interface, one object type for each level. */
import { Field, ID, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { Key } from '../kit/federation-decorators';
import { Catalogue } from '../kit/governance-decorators';
import type { DivisionLevel as Level, DivisionRecord } from './data/divisions';

export enum DivisionLevel {
  REGION = 'REGION',
  CITY = 'CITY',
  COUNTY = 'COUNTY',
  TOWN = 'TOWN',
  VILLAGE = 'VILLAGE',
}
registerEnumType(DivisionLevel, { name: 'DivisionLevel', description: 'The five levels, from the region down.' });

export enum CountyKind {
  DISTRICT = 'DISTRICT',
  COUNTY = 'COUNTY',
  AUTONOMOUS_COUNTY = 'AUTONOMOUS_COUNTY',
  CITY = 'CITY',
}
registerEnumType(CountyKind, {
  name: 'CountyKind',
  description: 'What the county is by its name: 区, 县, 自治县 or 市.',
});

export enum TownKind {
  SUBDISTRICT = 'SUBDISTRICT',
  TOWN = 'TOWN',
  TOWNSHIP = 'TOWNSHIP',
  OTHER = 'OTHER',
}
registerEnumType(TownKind, {
  name: 'TownKind',
  description: 'What the town is by its name: 街道, 镇, 乡 or another area.',
});

export enum VillageKind {
  COMMUNITY = 'COMMUNITY',
  VILLAGE = 'VILLAGE',
  OTHER = 'OTHER',
}
registerEnumType(VillageKind, {
  name: 'VillageKind',
  description: 'What the village is by its name: 居委会 or 社区, 村委会, or another area.',
});

@InterfaceType({
  description: 'An administrative division of Guangxi, real, by the national statistical codes of 2023.',
})
@Key('code')
export abstract class Division {
  @Field(() => ID, { description: 'Six digits: region, city, county; nine: town; twelve: village.' })
  code!: string;

  @Field({ description: 'In Chinese, as published.' })
  name!: string;

  @Field(() => DivisionLevel)
  level!: Level;

  @Field(() => Division, { nullable: true, description: 'The division one level up; null for the region.' })
  parent!: Division | null;

  @Field(() => [Division], { description: 'What belongs directly to the division, in code order.' })
  children!: Division[];

  @Field(() => Int, { description: 'How many divisions belong directly to it.' })
  childCount!: number;

  /** What the resolver goes on from; not in the schema. */
  parentCode!: string | null;
}

/** What all of geography's catalogue entries have in common (Art 25: a department's form is the interface). */
export const ENTRY = { updateCycle: 'P1Y', aggregation: 'INTERFACE' } as const;

@ObjectType({ implements: Division, description: 'The autonomous region as a whole.' })
@Key('code')
@Catalogue({ id: '45-CAD/REGION', title: '自治区行政区划', ...ENTRY })
export class Region extends Division {}

@ObjectType({ implements: Division, description: 'A prefecture-level city.' })
@Key('code')
@Catalogue({ id: '45-CAD/CITY', title: '设区市行政区划', ...ENTRY })
export class City extends Division {}

@ObjectType({ implements: Division, description: 'A county, district or county-level city.' })
@Key('code')
@Catalogue({ id: '45-CAD/COUNTY', title: '县级行政区划', ...ENTRY })
export class County extends Division {
  @Field(() => CountyKind)
  kind!: CountyKind;
}

@ObjectType({ implements: Division, description: 'A town, township or subdistrict.' })
@Key('code')
@Catalogue({ id: '45-CAD/TOWN', title: '乡级行政区划', ...ENTRY })
export class Town extends Division {
  @Field(() => TownKind)
  kind!: TownKind;
}

@ObjectType({ implements: Division, description: 'A village or an urban community.' })
@Key('code')
@Catalogue({ id: '45-CAD/VILLAGE', title: '村级区划', ...ENTRY })
export class Village extends Division {
  @Field(() => VillageKind)
  kind!: VillageKind;
}

/** The object that GraphQL answers with; a copy, because the server writes its type name on it. */
export function toDivision(record: DivisionRecord): Division {
  switch (record.level) {
    case 'REGION':
      return Object.assign(new Region(), record);
    case 'CITY':
      return Object.assign(new City(), record);
    case 'COUNTY':
      return Object.assign(new County(), record, { kind: countyKind(record.name) });
    case 'TOWN':
      return Object.assign(new Town(), record, { kind: townKind(record.name) });
    case 'VILLAGE':
      return Object.assign(new Village(), record, { kind: villageKind(record.name) });
  }
}

function countyKind(name: string): CountyKind {
  if (name.endsWith('区')) return CountyKind.DISTRICT;
  if (name.endsWith('自治县')) return CountyKind.AUTONOMOUS_COUNTY;
  return name.endsWith('市') ? CountyKind.CITY : CountyKind.COUNTY;
}

function townKind(name: string): TownKind {
  if (name.endsWith('街道') || name.endsWith('街道办事处')) return TownKind.SUBDISTRICT;
  if (name.endsWith('镇')) return TownKind.TOWN;
  return name.endsWith('乡') ? TownKind.TOWNSHIP : TownKind.OTHER;
}

function villageKind(name: string): VillageKind {
  if (/(居委会|居民委员会|社区|社区委员会)$/.test(name)) return VillageKind.COMMUNITY;
  return /(村委会|村民委员会|村委员会)$/.test(name) ? VillageKind.VILLAGE : VillageKind.OTHER;
}
