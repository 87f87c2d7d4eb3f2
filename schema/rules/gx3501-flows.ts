/** GX3501: what crosses from one organisation to another is declared and can be lawful. */
import { checkSatisfiability } from '../federation';
import type { Finding } from '../finding';
import { isShutBySchema, judgeConsumption } from '../flow-law';
import { judgeKeyEdges, reportFlows, type FlowEntry, type JudgedEdge } from '../flow-report';
import { fieldIn, fieldOf, indexOf, typeOf } from '../lookup';
import { planningSupergraph } from '../planning-supergraph';
import { printConsumption, proposeConsumption } from '../propose-consumption';
import type { SubgraphModel } from '../subgraph-model';
import { errorAt, findingAt, oncePerPlace, warningAt } from './finding-at';
import { describeFlow, remedyFor } from './flow-words';
import type { Rule, RuleContext } from './rule';
import { writtenArgumentFlows } from './written-arguments';

const name = { code: 'GX3501', article: '34, 35' };

export const flows: Rule = {
  ...name,
  check: (context) => {
    const report = reportFlows(context);
    const unreachable = unreachableFields(context);
    return oncePerPlace([
      ...unreachable,
      ...context.subgraphs.flatMap((subgraph) => consumptions(context, subgraph)),
      ...report.flatMap((flow) => movedByFieldSet(context, flow)),
      ...writtenArgumentFlows(context).flatMap(({ flow, argument }) => writtenArgument(flow, argument)),
      ...leftOutKeys(context, unreachable),
      ...report.flatMap((flow) => handedOn(context, flow)),
    ]);
  },
};

/** The federation's own check, on the supergraph without the key edges that class or `@consumes` rule out. */
function unreachableFields(context: RuleContext): readonly Finding[] {
  if (context.supergraphSdl === null) return [];
  const { planningSdl, leftOut } = planningSupergraph(context.supergraphSdl, context);
  if (leftOut.length === 0) return [];
  return checkSatisfiability(planningSdl).map((error) => {
    const { coordinate } = error;
    const resolvers = coordinate === null ? [] : (context.labelMap.fields[coordinate]?.resolvedBy ?? []);
    const able = context.subgraphs.filter((subgraph) => resolvers.includes(subgraph.name));
    const resolver = able.find((subgraph) => leftOut.some(({ edge }) => edge.to === subgraph)) ?? able[0];
    const line = coordinate === null || resolver === undefined ? null : lineOf(context, resolver, coordinate);
    const shut = leftOut.filter(({ edge }) => edge.to === resolver).flatMap(shutFlows);
    const blocking = shut.length > 0 ? shut : leftOut.flatMap(shutFlows);
    return errorAt(
      name,
      { subgraph: resolver?.name ?? null, coordinate, line },
      `\`${coordinate ?? error.code}\` cannot be reached by any lawful key: ` +
        blocking
          .map((flow) => `${describeFlow(flow)}: ${remedyFor(flow.status, flow.grant, flow.consumedBy)}`)
          .join('; '),
      proposals(context, blocking),
    );
  });
}

/** What an `@interfaceObject` contributes stands at its interface. */
function lineOf({ subgraphs }: RuleContext, subgraph: SubgraphModel, coordinate: string): number | null {
  const holders = [typeOf(coordinate), ...indexOf(subgraphs).interfacesOf(typeOf(coordinate))];
  const found = holders.map((holder) => fieldIn(subgraph, `${holder}.${fieldOf(coordinate)}`));
  return found.find((field) => field !== null)?.line ?? null;
}

function shutFlows({ flows: carried }: JudgedEdge): readonly FlowEntry[] {
  return carried.filter(({ status }) => isShutBySchema(status));
}

function leftOutKeys(context: RuleContext, unreachable: readonly Finding[]): readonly Finding[] {
  const judged = judgeKeyEdges(context);
  return judged
    .filter(({ edge, status }) => {
      if (!isShutBySchema(status)) return false;
      const beside = judged.some(
        (other) => other.edge.to === edge.to && other.edge.typeName === edge.typeName && !isShutBySchema(other.status),
      );
      return beside || !unreachable.some(({ subgraph }) => subgraph === edge.to.name);
    })
    .flatMap(shutFlows)
    .map((flow) =>
      warningAt(
        name,
        flow.at,
        `the key is left out of planning, it would carry ${describeFlow(flow)}: ${remedyOf(flow)}`,
        proposals(context, [flow]),
      ),
    );
}

function movedByFieldSet(context: RuleContext, flow: FlowEntry): readonly Finding[] {
  if ((flow.via !== 'requires' && flow.via !== 'provides') || !isShutBySchema(flow.status)) return [];
  const message = `\`${flow.through}\` moves ${describeFlow(flow)}: ${remedyOf(flow)}`;
  return [errorAt(name, flow.at, message, proposals(context, [flow]))];
}

function writtenArgument(flow: FlowEntry, argument: string): readonly Finding[] {
  if (flow.status === 'permitted') return [];
  const message =
    `argument \`${argument}\` written in \`${flow.through}\` reveals ${describeFlow(flow)}, ` +
    `which must be permitted raw: ${remedyOf(flow)}`;
  return [findingAt(isShutBySchema(flow.status) ? 'error' : 'warning', name, flow.at, message)];
}

/**
 * The objects of a composite field are sent on, which reveals that they belong to what the field lists. Where it only borrows its
 * key's purpose, its provider need not have meant this receiver: then the flow is denied at run time, and `flows` says so.
 */
function handedOn(context: RuleContext, flow: FlowEntry): readonly Finding[] {
  if (flow.via !== 'path' || !flow.direct || (flow.status !== 'undeclared' && flow.status !== 'ruled-out')) return [];
  const message = `objects of \`${flow.coordinate}\` are sent on by \`${flow.through}\`, which tells ${describeFlow(flow)}: `;
  return [warningAt(name, flow.at, message + remedyOf(flow), proposals(context, [flow]))];
}

function consumptions(context: RuleContext, receiver: SubgraphModel): readonly Finding[] {
  return receiver.consumes.flatMap((line) =>
    line.fields.flatMap((coordinate): readonly Finding[] => {
      const where = { subgraph: receiver.name, coordinate, line: line.line };
      if (!Object.hasOwn(context.labelMap.fields, coordinate)) {
        const message = `\`@consumes\` names \`${coordinate}\`, which no subgraph declares: write an existing \`Type.field\``;
        return [errorAt(name, where, message)];
      }
      return Object.entries(context.labelMap.fields[coordinate]?.label?.owners ?? {}).flatMap(([owner, policy]) => {
        if (owner === receiver.organisation) return [];
        const { status } = judgeConsumption(context, owner, policy, coordinate, receiver, line);
        if (status === 'permitted') return [];
        const message = `\`@consumes\` lists \`${coordinate}\` of \`${owner}\`: ${remedyFor(status, line.grant, line.purpose)}`;
        return [findingAt(isShutBySchema(status) ? 'error' : 'warning', name, where, message)];
      });
    }),
  );
}

function remedyOf(flow: FlowEntry): string {
  return remedyFor(flow.status, flow.grant, flow.consumedBy);
}

function proposals(context: RuleContext, blocked: readonly FlowEntry[]): string | undefined {
  const proposed = blocked.flatMap((flow) => proposeConsumption(context, flow) ?? []);
  const lines = [...new Set(proposed.map(printConsumption))];
  return lines.length === 0 ? undefined : lines.join('\n');
}
