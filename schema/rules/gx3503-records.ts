/** GX3503: the register's records that claims name are there, are about these data, and are signed by those whose data they are. */
import type { Release } from '../../directives/record';
import type { Finding } from '../finding';
import { isPredicate, isReleased } from '../labels/releases';
import type { DerivedClaim } from '../subgraph-model';
import { fieldElements, type FieldElement } from './elements';
import { errorAt } from './finding-at';
import type { Rule, RuleContext } from './rule';

const name = { code: 'GX3503', article: '35, 36' };

export const records: Rule = {
  ...name,
  check: (context) =>
    fieldElements(context.subgraphs).flatMap((element) => [
      ...element.field.deidentified.flatMap(({ evidence, line }) =>
        evidenceMistakes(context, element, evidence).map((message) => at(element, line, message)),
      ),
      ...element.field.derived.flatMap((claim) =>
        claimMistakes(context, element, claim).map((message) => at(element, claim.line, message)),
      ),
    ]),
};

function at({ subgraph, field }: FieldElement, line: number | null, message: string): Finding {
  return errorAt(name, { subgraph: subgraph.name, coordinate: field.coordinate, line: line ?? field.line }, message);
}

function evidenceMistakes({ register }: RuleContext, element: FieldElement, id: string): readonly string[] {
  const { subgraph, field } = element;
  const evidence = register.evidence.find((each) => each.id === id);
  if (evidence === undefined) return [`evidence \`${id}\` is not registered: register it, or correct its id`];
  return [
    ...(evidence.coordinate === field.coordinate
      ? []
      : [`evidence \`${id}\` is about \`${evidence.coordinate}\`: name one that is about \`${field.coordinate}\``]),
    ...(evidence.owner === subgraph.organisation
      ? []
      : [`evidence \`${id}\` is of \`${evidence.owner}\`: name one of \`${subgraph.organisation ?? 'the provider'}\``]),
  ];
}

function claimMistakes(context: RuleContext, element: FieldElement, claim: DerivedClaim): readonly string[] {
  const predicate =
    claim.transform === 'PREDICATE' && !isPredicate(element)
      ? [
          `transform \`PREDICATE\` needs a Boolean field without arguments, not \`${element.field.type}\`: name the transform that it is`,
        ]
      : [];
  const named = claim.releases.flatMap((id) => releaseMistakes(context, element, claim, id));
  return [...predicate, ...named, ...(claim.releases.length === 0 ? [] : unsigned(context, element))];
}

function releaseMistakes(
  context: RuleContext,
  element: FieldElement,
  claim: DerivedClaim,
  id: string,
): readonly string[] {
  const release = context.register.releases.find((each) => each.id === id);
  if (release === undefined) return [`release \`${id}\` is not registered: register it, or correct its id`];
  const { field } = element;
  const missing = sourcesOf(context, element).filter((source) => !release.from.includes(source));
  return [
    ...(release.to === field.coordinate
      ? []
      : [`release \`${id}\` is about \`${release.to}\`: name one that is about \`${field.coordinate}\``]),
    ...(ownersConcerned(context, element).includes(release.owner)
      ? []
      : [`release \`${id}\` is of \`${release.owner}\`, none of whose data are in \`${field.coordinate}\``]),
    ...(release.signedBy === release.owner
      ? []
      : [`release \`${id}\` is signed by \`${release.signedBy}\`: its owner \`${release.owner}\` must sign it`]),
    ...(missing.length === 0
      ? []
      : [
          `release \`${id}\` does not cover ${missing.map((source) => `\`${source}\``).join(', ')}: let it name every source`,
        ]),
    ...bindingMistakes(element, claim, release),
  ];
}

/** Anything but a yes or no may change with the code behind it, so it is released for one SDL. */
function bindingMistakes({ subgraph }: FieldElement, claim: DerivedClaim, release: Release): readonly string[] {
  if (release.transform !== claim.transform) {
    return [
      `release \`${release.id}\` is for transform \`${release.transform}\`, not \`${claim.transform}\`: make them equal`,
    ];
  }
  if (release.transform === 'PREDICATE' || release.sdlHash === subgraph.sdlHash) return [];
  return [
    `release \`${release.id}\` is not for this SDL of \`${subgraph.name}\`: have it signed with sdlHash \`${subgraph.sdlHash}\``,
  ];
}

/** Owners whose data the field is computed from, and who have not taken their label off. */
function unsigned(context: RuleContext, element: FieldElement): readonly string[] {
  const sources = new Set(sourcesOf(context, element));
  return ownersConcerned(context, element)
    .filter((owner) => owner !== element.subgraph.organisation)
    .filter((owner) => !isReleased(owner, element, sources, context.register))
    .filter(
      (owner) => !context.register.releases.some((each) => each.owner === owner && named(element).includes(each.id)),
    )
    .map(
      (owner) =>
        `no release of \`${owner}\`, whose data are in \`${element.field.coordinate}\`, is named: it must sign one, too`,
    );
}

function named({ field }: FieldElement): readonly string[] {
  return field.derived.flatMap(({ releases }) => releases);
}

/** Whoever opens a source unconditionally has nothing to release. */
function ownersConcerned(context: RuleContext, element: FieldElement): readonly string[] {
  const owners = sourcesOf(context, element).flatMap((source) =>
    Object.entries(context.labelMap.fields[source]?.label?.owners ?? {})
      .filter(([, policy]) => policy.open !== 'UNCONDITIONAL')
      .map(([owner]) => owner),
  );
  return [...new Set(owners)].sort();
}

function sourcesOf({ labelMap }: RuleContext, { field }: FieldElement): readonly string[] {
  return labelMap.fields[field.coordinate]?.sources ?? [];
}
