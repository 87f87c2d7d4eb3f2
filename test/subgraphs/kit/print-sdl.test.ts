/** The SDL of a provider: every directive arrives, on every kind of element, and none is lost in silence. */
import {
  Arg,
  Args,
  ArgsType,
  createUnionType,
  Field,
  FieldResolver,
  ID,
  InputType,
  InterfaceType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import { buildProviderSchema } from '../../../subgraphs/kit/build-provider-schema';
import { Key, Shareable } from '../../../subgraphs/kit/federation-decorators';
import { registerGovernedEnum } from '../../../subgraphs/kit/governed-enum';
import {
  Catalogue,
  Deidentified,
  Derived,
  Grade,
  Influences,
  NoOnwardTransfer,
  Open,
  Purpose,
  Scope,
  Share,
  Subject,
} from '../../../subgraphs/kit/governance-decorators';
import type { Provider } from '../../../subgraphs/kit/provider';

enum Order {
  NAME = 'NAME',
  NONE = 'NONE',
}
registerGovernedEnum(Order, { name: 'Order', influences: { NAME: ['Thing.name'] } });

@InterfaceType({ description: 'Has a name.' })
@Open({ class: 'CONDITIONAL', reason: ['TIMELY'], basis: ['X:1'], conditions: ['C'] })
abstract class Named {
  @Field()
  @Share({ class: 'UNCONDITIONAL' })
  name!: string;
}

@ObjectType({ implements: Named, description: 'One line, "quoted".\nAnd another.' })
@Key('id')
@Subject({ kind: 'OTHER', key: 'id' })
@Scope({ by: 'place', kind: 'REGION' })
@Grade({ category: 'c', level: 'GENERAL', grade: 2, personal: false })
@Catalogue({ id: 'X/1', title: '目录' })
class Thing extends Named {
  @Field(() => ID)
  id!: string;

  @Field()
  @Deidentified({ technique: 'band:10', share: 'UNCONDITIONAL', evidence: 'E-1' })
  @Purpose(['a.b', 'c'])
  @NoOnwardTransfer()
  place!: string;

  @Field({ deprecationReason: 'gone' })
  @Derived({ from: ['Thing.place'], transform: 'PREDICATE', releases: ['R-1'] })
  @Shareable()
  derived!: boolean;
}

@InputType()
class Filter {
  @Field(() => [String], { nullable: true, defaultValue: ['x'] })
  @Influences('Thing.name', 'Thing.place')
  names?: string[];
}

@ObjectType()
class Other {
  @Field()
  text!: string;
}

const Either = createUnionType({ name: 'Either', types: () => [Thing, Other] as const });

@ArgsType()
class LengthArguments {
  @Field(() => Int, { defaultValue: 3 })
  @Influences()
  unit!: number;
}

/** TypeGraphQL lists `@Arg` parameters from the last to the first, as decorators are applied. */
@Resolver(() => Thing)
class ThingResolver {
  @Query(() => [Either])
  things(
    @Arg('filter', { nullable: true }) _filter: Filter,
    @Arg('order', () => Order, { defaultValue: Order.NONE }) _order: Order,
    @Arg('prefix', { description: 'First letters.' }) @Influences('Thing.name') _prefix: string,
  ): (typeof Either)[] {
    return [];
  }

  @FieldResolver(() => Int)
  @Influences('Thing.name')
  length(@Args() _: LengthArguments): number {
    return 0;
  }

  @Mutation(() => Thing, { nullable: true })
  @Share({ class: 'NONE', basis: ['X:2'], methods: ['MUTATE'] })
  rename(): Thing | null {
    return null;
  }
}

const provider: Provider<object> = {
  name: 'things',
  identity: { org: 'X', kind: 'NON_PUBLIC', level: 'CITY', region: '450100' },
  defaults: { share: 'NONE', open: 'NONE', basis: ['X:3'] },
  consumes: [
    { fields: ['Person.pid'], purpose: 'a.b', grant: 'G-1' },
    { fields: ['Person.name'], purpose: 'c' },
  ],
  resolvers: [ThingResolver],
  types: [Thing, Other],
  references: {},
  loaders: () => ({}),
};

test('labels stand in the SDL as they were written, and only what is used is linked', () => {
  expect(buildProviderSchema(provider).sdl).toBe(`extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@shareable"])
  @link(url: "https://specs.lingqu.dev/governance/v1.0", import: ["@provider", "@defaults", "@consumes", "@share", "@open", "@purpose", "@noOnwardTransfer", "@grade", "@deidentified", "@derived", "@subject", "@scope", "@influences", "@catalogue"])
  @provider(org: "X", kind: "NON_PUBLIC", level: "CITY", region: "450100")
  @defaults(share: "NONE", open: "NONE", basis: ["X:3"])
  @consumes(fields: ["Person.pid"], purpose: "a.b", grant: "G-1")
  @consumes(fields: ["Person.name"], purpose: "c")

type Query {
  things(
    "First letters."
    prefix: String! @influences(fields: ["Thing.name"])
    order: Order! = NONE
    filter: Filter
  ): [Either!]!
}

type Mutation {
  rename: Thing @share(class: "NONE", basis: ["X:2"], methods: ["MUTATE"])
}

union Either = Thing | Other

input Filter {
  names: [String!] = ["x"] @influences(fields: ["Thing.name", "Thing.place"])
}

"Has a name."
interface Named @open(class: "CONDITIONAL", reason: ["TIMELY"], basis: ["X:1"], conditions: ["C"]) {
  name: String! @share(class: "UNCONDITIONAL")
}

enum Order {
  NAME @influences(fields: ["Thing.name"])
  NONE
}

type Other {
  text: String!
}

"""
One line, "quoted".
And another.
"""
type Thing implements Named @key(fields: "id") @subject(kind: "OTHER", key: "id") @scope(by: "place", kind: "REGION") @grade(category: "c", level: "GENERAL", grade: 2, personal: false) @catalogue(id: "X/1", title: "目录") {
  name: String! @share(class: "UNCONDITIONAL")
  id: ID!
  place: String! @deidentified(technique: "band:10", share: "UNCONDITIONAL", evidence: "E-1") @purpose(allow: ["a.b", "c"]) @noOnwardTransfer
  derived: Boolean! @derived(from: ["Thing.place"], transform: "PREDICATE", releases: ["R-1"]) @shareable @deprecated(reason: "gone")
  length(unit: Int! = 3 @influences(fields: [])): Int! @influences(fields: ["Thing.name"])
}
`);
});

test('a directive on an argument of a field resolver, which type-graphql drops, is an error and not a laxer label', () => {
  @ObjectType()
  class Lost {
    @Field()
    text!: string;
  }
  @Resolver(() => Lost)
  class LostResolver {
    @Query(() => Lost, { nullable: true })
    lost(): Lost | null {
      return null;
    }
    @FieldResolver(() => String)
    part(@Arg('from', () => Int) @Influences('Lost.text') _from: number): string {
      return '';
    }
  }
  const losing = { ...provider, resolvers: [LostResolver], types: [] };
  expect(() => buildProviderSchema(losing)).toThrow(
    '`@influences(fields: ["Lost.text"])` on argument 1 of `LostResolver.part` does not reach the SDL: ' +
      'move the arguments into an `@ArgsType()` class',
  );
});

test("a directive on a field resolver's method, which type-graphql drops where the type declares the field, is an error", () => {
  @ObjectType()
  class Twice {
    @Field()
    text!: string;
  }
  @Resolver(() => Twice)
  class TwiceResolver {
    @Query(() => Twice, { nullable: true })
    twice(): Twice | null {
      return null;
    }
    @FieldResolver(() => String)
    @Share({ class: 'NONE', basis: ['X:4'] })
    text(): string {
      return '';
    }
  }
  expect(() => buildProviderSchema({ ...provider, resolvers: [TwiceResolver], types: [] })).toThrow(
    'on `TwiceResolver.text` does not reach the SDL: write it on the field of the object type',
  );
});

test('an enum is registered once', () => {
  expect(() => registerGovernedEnum(Order, { name: 'Order', influences: {} })).toThrow(
    'enum `Order` is registered twice',
  );
});
