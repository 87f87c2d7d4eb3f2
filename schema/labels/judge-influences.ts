/**
 * What using an argument, an input field or an enum value reveals: what its provider says, or, where it says nothing, the assumption
 * of GX3504 that it reveals everything restricted about the rows that it can filter or sort.
 */
import { union } from '../../directives';
import type { InputModel } from '../subgraph-model';
import type { CompositionIndex, FieldDeclaration } from './composition-index';
import type { LabelledField } from './field-labels';
import { fold, meantByEnumValue, meantByInput, paginationArguments } from './influence-words';
import { nullable, YieldedFields, type YieldedField } from './yielded-fields';

export interface Judgement {
  /** The field whose rows it can filter or sort, at the type where it stands. */
  readonly coordinate: string;
  readonly declaration: FieldDeclaration;
  readonly kind: 'argument' | 'inputField' | 'enumValue';
  /** `Type.field(argument:)`, `Input.field`, `Enum.VALUE`. */
  readonly input: string;
  readonly line: number | null;
  /**
   * `said`: by the provider. `exempt`: pagination, filled by the gateway, an openly unconditional field's name, judged by its members, or
   * nothing restricted to reveal. `key`: name and type of a key field. `assumed`: nothing is said (a finding).
   */
  readonly verdict: 'said' | 'exempt' | 'key' | 'assumed';
  /** `assumed`, and its name is that of a restricted leaf: an error rather than a warning. */
  readonly named: boolean;
  readonly influences: readonly string[];
}

export function judgeInfluences(
  index: CompositionIndex,
  labelled: ReadonlyMap<string, LabelledField>,
): readonly Judgement[] {
  const yielded = new YieldedFields(index, labelled);
  const judgements: Judgement[] = [];
  for (const [coordinate, { contributions }] of labelled) {
    for (const { declaration } of contributions.resolving) {
      const leaves = declaration.field.composite ? yielded.of(declaration.field.namedType) : [];
      const judge = new Judge(coordinate, declaration, leaves, judgements);
      for (const argument of Object.values(declaration.field.arguments)) judge.argument(argument);
    }
  }
  return judgements;
}

type Verdict = Pick<Judgement, 'verdict' | 'named' | 'influences'>;
const exempt: Verdict = { verdict: 'exempt', named: false, influences: [] };

class Judge {
  private readonly restricted: readonly YieldedField[];

  constructor(
    private readonly coordinate: string,
    private readonly declaration: FieldDeclaration,
    private readonly leaves: readonly YieldedField[],
    private readonly judgements: Judgement[],
  ) {
    const organisation = declaration.subgraph.organisation;
    this.restricted = leaves.filter(
      ({ open, organisations }) => !open && organisation !== null && organisations.has(organisation),
    );
  }

  argument(argument: InputModel): void {
    const name = `${this.coordinate}(${argument.name}:)`;
    const said = this.saidOf(argument);
    const verdict = argument.scope !== null && argument.inaccessible ? exempt : this.input(argument, said);
    this.add('argument', name, argument.line, verdict);
    if (said === null) this.members(argument.namedType, new Set());
  }

  /** By the argument itself and by the same one on interfaces of its subgraph, which binds all implementations. */
  private saidOf(argument: InputModel): readonly string[] | null {
    const { subgraph, type, field } = this.declaration;
    return type.interfaces
      .map((name) => subgraph.types[name]?.fields[field.name]?.arguments[argument.name]?.influences ?? null)
      .reduce((joined, each) => (each === null ? joined : union(joined ?? [], each)), argument.influences);
  }

  /** Input objects and enums are judged by their members. */
  private members(typeName: string, seen: Set<string>): void {
    if (seen.has(typeName)) return;
    seen.add(typeName);
    const type = this.declaration.subgraph.types[typeName];
    for (const field of Object.values(type?.inputFields ?? {})) {
      this.add('inputField', field.coordinate, field.line, this.input(field, field.influences));
      if (field.influences === null) this.members(field.namedType, seen);
    }
    for (const [name, { line, influences }] of Object.entries(type?.enumValues ?? {})) {
      const verdict = influences === null ? this.byName(meantByEnumValue(name), fold) : said(influences);
      this.add('enumValue', `${typeName}.${name}`, line, verdict);
    }
  }

  private input(input: InputModel, influences: readonly string[] | null): Verdict {
    if (influences !== null) return said(influences);
    const kind = this.declaration.subgraph.types[input.namedType]?.kind;
    if (kind === 'INPUT' || kind === 'ENUM' || paginationArguments.has(input.name)) return exempt;
    const keys = this.leaves.filter(
      ({ key, name, type }) => key && name === input.name && type === nullable(input.type),
    );
    if (keys.length > 0 && this.restricted.length > 0) {
      return { verdict: 'key', named: false, influences: keys.map(({ coordinate }) => coordinate) };
    }
    return this.byName(meantByInput(input.name), (name) => name.toLowerCase());
  }

  private byName(meant: ReadonlySet<string>, spell: (name: string) => string): Verdict {
    const named = (leaves: readonly YieldedField[]): boolean => leaves.some(({ name }) => meant.has(spell(name)));
    const matches = named(this.restricted);
    if (this.restricted.length === 0 || (!matches && named(this.leaves.filter(({ open }) => open)))) return exempt;
    return { verdict: 'assumed', named: matches, influences: this.restricted.map(({ coordinate }) => coordinate) };
  }

  private add(kind: Judgement['kind'], input: string, line: number | null, verdict: Verdict): void {
    const { coordinate, declaration } = this;
    this.judgements.push({ coordinate, declaration, kind, input, line, ...verdict });
  }
}

function said(influences: readonly string[]): Verdict {
  return { verdict: 'said', named: false, influences };
}
