/**
 * What one subgraph says about one element as a label of its organisation: own words, what they inherit from `@defaults`, and
 * floors (vocabulary.md section 3).
 */
import {
  joinOpen,
  joinShare,
  meetPurposes,
  normalisePurposes,
  stricterGrade,
  union,
  type Grade,
  type Label,
  type MaskedForm,
  type OwnerPolicy,
  type Statements,
} from '../../directives';
import type { DefaultsStatement, SubgraphModel, TypeModel } from '../subgraph-model';
import type { FieldDeclaration } from './composition-index';

type Share = NonNullable<Statements['share']>;
type Open = NonNullable<Statements['open']>;

/**
 * The label that a subgraph gives a field that it resolves.
 *
 * @param mask what its `@deidentified` claims amount to
 * @returns `null` where it states no class for sharing or none for opening: half a label is none
 */
export function statedFieldLabel({ subgraph, type, field }: FieldDeclaration, mask: MaskedForm | null): Label | null {
  const { defaults } = subgraph;
  const own = field.statements;
  const floors = floorsOf(subgraph, type, field.name);
  const shares: (Share | null)[] = [shareOf(own, defaults), ...floors.map((floor) => floor.share)];
  const opens: (Open | null)[] = [openOf(own, defaults), ...floors.map((floor) => floor.open)];
  if (field.composite) {
    // A composite field without a word of its own falls back on the floor of the type that it returns.
    const returned = subgraph.types[field.namedType]?.statements;
    if (!shares.some((each) => each !== null)) shares.push(returned?.share ?? null);
    if (!opens.some((each) => each !== null)) opens.push(returned?.open ?? null);
  }
  const [share, open] = [joinAll(shares, joinShare), joinAll(opens, joinOpen)];
  if (share === null || open === null) return null;
  const purposes = [
    own.purpose?.allow ?? (share.class === 'UNCONDITIONAL' ? null : (defaults?.purposes ?? null)),
    ...floors.map((floor) => floor.purpose?.allow ?? null),
  ];
  const all = [own, ...floors];
  return labelOf(subgraph, {
    share,
    open,
    purposes: purposes.reduce(meetPurposes, null),
    noOnward: all.some((each) => each.noOnwardTransfer !== null),
    deidentified: mask,
    grade: all.reduce<Grade | null>((joined, each) => stricterGrade(joined, each.grade), null),
  });
}

/**
 * What binds although it labels nothing: an interface, an interface's field, an `@external` copy, a type's existence. It opens to
 * nobody what it shares with fewer: else a lone `@share(class: "NONE")` would bind no one who asks by the open route.
 *
 * @returns `null` where nothing is said
 */
export function restrictingLabel(subgraph: SubgraphModel, said: readonly Statements[]): Label | null {
  const share = joinAll(
    said.map((each) => each.share),
    joinShare,
  );
  const open = joinAll(
    said.map((each) => each.open),
    joinOpen,
  );
  const purposes = said.map((each) => each.purpose?.allow ?? null).reduce<readonly string[] | null>(meetPurposes, null);
  const noOnward = said.some((each) => each.noOnwardTransfer !== null);
  const grade = said.reduce<Grade | null>((joined, each) => stricterGrade(joined, each.grade), null);
  if (share === null && open === null && purposes === null && !noOnward && grade === null) return null;
  const neutral = { class: 'UNCONDITIONAL', basis: null, conditions: null, scope: null, line: null } as const;
  return labelOf(subgraph, {
    share: share ?? { ...neutral, methods: null },
    open: joinOpen(open, { ...neutral, class: share?.class ?? 'UNCONDITIONAL', reason: null }),
    purposes,
    noOnward,
    deidentified: undefined,
    grade,
  });
}

/** Type, interfaces and interface fields of the same subgraph: what the field cannot fall below. */
function floorsOf(subgraph: SubgraphModel, type: TypeModel, fieldName: string): readonly Statements[] {
  return [
    type.statements,
    ...type.interfaces.flatMap((name) => {
      const found = subgraph.types[name];
      const field = found?.fields[fieldName];
      return found === undefined || field === undefined ? [] : [found.statements, field.statements];
    }),
  ];
}

/** A class UNCONDITIONAL inherits nothing; text is inherited whether or not the defaults are in force. */
function shareOf(own: Statements, defaults: DefaultsStatement | null): Share | null {
  if (own.share !== null) {
    const from = own.share.class === 'UNCONDITIONAL' ? null : defaults;
    return {
      ...own.share,
      basis: own.share.basis ?? from?.basis ?? null,
      conditions: own.share.conditions ?? from?.conditions ?? null,
      scope: own.share.scope ?? from?.scope ?? null,
    };
  }
  if (defaults?.inForce !== true || defaults.share === null) return null;
  const { basis, conditions, scope, line } = defaults;
  return { class: defaults.share, basis, conditions, scope, methods: null, line };
}

function openOf(own: Statements, defaults: DefaultsStatement | null): Open | null {
  if (own.open !== null) {
    const from = own.open.class === 'UNCONDITIONAL' ? null : defaults;
    return {
      ...own.open,
      reason: own.open.reason ?? from?.reason ?? null,
      basis: own.open.basis ?? from?.basis ?? null,
      conditions: own.open.conditions ?? from?.conditions ?? null,
      scope: own.open.scope ?? from?.scope ?? null,
    };
  }
  if (defaults?.inForce !== true || defaults.open === null) return null;
  const { reason, basis, conditions, scope, line } = defaults;
  return { class: defaults.open, reason, basis, conditions, scope, line };
}

function joinAll<T>(all: readonly (T | null)[], join: (a: T | null, b: T) => T): T | null {
  return all.reduce<T | null>((joined, each) => (each === null ? joined : join(joined, each)), null);
}

interface Parts {
  readonly share: Share;
  readonly open: Open;
  readonly purposes: readonly string[] | null;
  readonly noOnward: boolean;
  readonly deidentified: MaskedForm | null | undefined;
  readonly grade: Grade | null;
}

/** Without one organisation behind the subgraph nobody could permit anything: no label. */
function labelOf(
  subgraph: SubgraphModel,
  { share, open, purposes, noOnward, deidentified, grade }: Parts,
): Label | null {
  if (subgraph.organisation === null) return null;
  const policy: OwnerPolicy = Object.freeze({
    share: share.class,
    open: open.class,
    purposes: purposes === null ? null : normalisePurposes(purposes),
    methods: share.methods === null ? null : union(share.methods, []),
    conditions: union(share.conditions ?? [], open.conditions ?? []),
    scope: union(share.scope ?? [], open.scope ?? []),
    basis: union(share.basis ?? [], open.basis ?? []),
    reasons: union(open.reason ?? [], []),
    noOnward,
    deidentified,
  });
  return Object.freeze({ owners: Object.freeze({ [subgraph.organisation]: policy }), grade });
}
