/**
 * How one compiled operation's answers are written: everything about a field that is the same for every request, looked up once.
 * What grants, scope values and data decide is left to each request.
 */
import { isListType, isNonNullType, type GraphQLOutputType } from 'graphql';
import type {
  BoundOperation,
  CompiledOperation,
  CompositeField,
  DecisionSlot,
  FieldShape,
  LeafField,
  ShapeNode,
  TypeShape,
} from '../compiler/compiled-operation';
import type { Decision } from '../policy/decision';
import { wholeForm, type Releasable } from './disclosure';
import { leafForm, type LeafForm } from './leaf-form';
import { maskOf, needsKey, type LeafMask } from './mask';
import type { ScopeRules } from './scope-test';

export interface AnswerPlan {
  /** `null` = `data: null`. */
  readonly root: NodePlan | null;
  /** By `id`. */
  readonly types: readonly TypePlan[];
  /** What the plan was made for, by slot. */
  readonly forms: ReadonlyMap<DecisionSlot, string>;
}

export interface NodePlan {
  readonly typename: string | null;
  readonly any: TypePlan | null;
  readonly byType: ReadonlyMap<string, TypePlan>;
  readonly unnamed: ReadonlySet<string>;
}

export interface TypePlan extends Releasable {
  readonly row: boolean;
  /** Alias of the key. */
  readonly subject: string | null;
  readonly scopes: ScopeRules;
  readonly rowSlots: readonly DecisionSlot[];
  readonly fields: readonly FieldPlan[];
  /** How many of them are leaf or composite, and composite. */
  readonly values: number;
  readonly composites: number;
  /** Names in the merged data that the fields read; failures at others are told at the object. */
  readonly read: ReadonlySet<string | number>;
}

/** A field's type without its name. */
export interface Wrapping {
  readonly nonNull: boolean;
  /** `null` = no list. */
  readonly item: Wrapping | null;
}

interface Written {
  readonly key: string;
  /** The key, with what stands before it and the colon. */
  readonly prefix: Uint8Array;
}

/** Always the same: denied, or a type's name that is known. */
export interface FixedPlan extends Written {
  readonly kind: 'fixed';
  readonly text: Uint8Array;
}

export interface NamePlan extends Written {
  readonly kind: 'typename' | 'introspection';
}

interface ValuePlan extends Written {
  readonly alias: string;
  readonly slot: DecisionSlot;
  /** Its own decision limits rows. */
  readonly scoped: boolean;
  readonly type: Wrapping;
  /** Index among leaf and composite fields and a comma: see `DisclosureLedger.released`. */
  readonly absence: string;
}

export interface LeafPlan extends ValuePlan {
  readonly kind: 'leaf';
  readonly form: LeafForm;
  readonly mask: MaskPlan | null;
  /** Neither list nor mask nor scope. */
  readonly plain: boolean;
}

export interface MaskPlan {
  /** `null` = nothing is left of any value. */
  readonly leaf: LeafMask | null;
  /** Where the mask needs a key: whose, and of which coordinate. */
  readonly keyedBy: { readonly owner: string; readonly coordinate: string } | null;
}

export interface CompositePlan extends ValuePlan {
  readonly kind: 'composite';
  /** It lists rows, on which its own scope is tested; else that is tested on the row that holds it. */
  readonly lists: boolean;
  readonly child: NodePlan;
}

export type FieldPlan = FixedPlan | NamePlan | LeafPlan | CompositePlan;

const plans = new WeakMap<CompiledOperation, AnswerPlan>();
const checked = new WeakMap<readonly Decision[], AnswerPlan>();

/** INVARIANT: an answer is written only under decisions of the very form (permit or mask, scoped or not) that its plan was made for. */
export function answerPlan({ operation, decisions }: BoundOperation): AnswerPlan {
  let plan = plans.get(operation);
  if (plan === undefined) plans.set(operation, (plan = compileAnswer(operation, decisions)));
  if (checked.get(decisions) === plan) return plan;
  for (const [slot, form] of plan.forms) {
    if (decisionForm(decisions[slot]) !== form) {
      throw new Error(`a value is about to be released under decision ${String(slot)}, which is not what was compiled`);
    }
  }
  checked.set(decisions, plan);
  return plan;
}

function compileAnswer(operation: CompiledOperation, decisions: readonly Decision[]): AnswerPlan {
  const types: TypePlan[] = [];
  const forms = new Map<DecisionSlot, string>();
  const nodes = new Map<ShapeNode, NodePlan>();

  const nodePlan = (node: ShapeNode): NodePlan => {
    const before = nodes.get(node);
    if (before !== undefined) return before;
    const plan: NodePlan = {
      typename: node.typename,
      any: node.any === null ? null : typePlan(node, node.any),
      byType: new Map(Object.entries(node.byType).map(([name, shape]) => [name, typePlan(node, shape)])),
      unnamed: new Set(node.unnamed),
    };
    nodes.set(node, plan);
    return plan;
  };

  const typePlan = (node: ShapeNode, shape: TypeShape): TypePlan => {
    const values = shape.fields.filter((field) => field.kind === 'leaf' || field.kind === 'composite');
    const fields = shape.fields.map((field, index) => fieldPlan(field, index, values.indexOf(field as LeafField)));
    const plan: TypePlan = {
      id: types.length,
      name: shape.name,
      whole: wholeForm(shape.name, node.position, values),
      row: shape.row,
      subject: shape.subject?.alias ?? null,
      scopes: shape.scopes,
      rowSlots: shape.rowSlots,
      fields,
      values: values.length,
      composites: values.filter((field) => field.kind === 'composite').length,
      read: new Set(values.map((field) => field.alias)),
    };
    types.push(plan);
    return plan;
  };

  const fieldPlan = (field: FieldShape, index: number, among: number): FieldPlan => {
    const { key } = field;
    const before = `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`;
    const written = { key, prefix: Buffer.from(before) };
    switch (field.kind) {
      case 'denied':
        return { ...written, kind: 'fixed', text: Buffer.from(`${before}null`) };
      case 'typename':
        return field.value === null
          ? { ...written, kind: 'typename' }
          : { ...written, kind: 'fixed', text: Buffer.from(before + JSON.stringify(field.value)) };
      case 'introspection':
        return { ...written, kind: 'introspection' };
      case 'leaf':
        return { ...written, ...leafPlan(field, permitAt(field.slot)), ...valuePlan(field, among) };
      case 'composite':
        return {
          ...{ ...written, kind: 'composite', ...valuePlan(field, among) },
          lists: field.scopedOn === 'yielded-rows',
          child: nodePlan(field.child),
        };
    }
  };

  const valuePlan = (field: LeafField | CompositeField, among: number): Omit<ValuePlan, keyof Written> => ({
    alias: field.alias,
    slot: field.slot,
    scoped: permitAt(field.slot).scopes.length > 0,
    type: wrapping(field.type),
    absence: `${String(among)},`,
  });

  const permitAt = (slot: DecisionSlot): Exclude<Decision, { outcome: 'deny' }> => {
    const decision = decisions[slot];
    if (decision === undefined || decision.outcome === 'deny') {
      throw new Error(`a value is about to be released under decision ${String(slot)}, which permits nothing`);
    }
    forms.set(slot, decisionForm(decision));
    return decision;
  };

  const root = operation.shape === null ? null : nodePlan(operation.shape);
  return { root, types: [...types], forms };
}

function leafPlan(
  field: LeafField,
  permit: Exclude<Decision, { outcome: 'deny' }>,
): Pick<LeafPlan, 'kind' | 'form' | 'mask' | 'plain'> {
  const form = leafForm(field.type, field.values);
  if (permit.outcome === 'permit') {
    return { kind: 'leaf', form, mask: null, plain: permit.scopes.length === 0 && wrapping(field.type).item === null };
  }
  const [owner = ''] = permit.maskedBy;
  const keyedBy = needsKey(permit.technique) ? { owner, coordinate: field.coordinate } : null;
  return { kind: 'leaf', form, mask: { leaf: maskOf(permit.technique, field.type), keyedBy }, plain: false };
}

function wrapping(type: GraphQLOutputType): Wrapping {
  const nonNull = isNonNullType(type);
  const inner = nonNull ? (type.ofType as GraphQLOutputType) : type;
  return { nonNull, item: isListType(inner) ? wrapping(inner.ofType as GraphQLOutputType) : null };
}

/** What of a decision the plan holds. */
function decisionForm(decision: Decision | undefined): string {
  switch (decision?.outcome) {
    case 'permit':
      return decision.scopes.length === 0 ? 'permit' : 'permit scoped';
    case 'mask': {
      const scoped = decision.scopes.length === 0 ? '' : ' scoped';
      return `mask ${decision.technique} ${decision.maskedBy[0] ?? ''}${scoped}`;
    }
    case 'deny':
    case undefined:
      return 'deny';
  }
}
