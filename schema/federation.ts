/** The one door to the federation library (Elastic License 2.0): everything else of ours sees only what this file exports. */
import { composeServices, extractValidationError, validateSatisfiability } from '@apollo/composition';
import {
  buildSubgraph,
  errorCauses,
  errorCode,
  FieldDefinition,
  operationFromDocument as libraryOperation,
  Supergraph as LibrarySupergraph,
  type Operation,
  type Subgraph,
} from '@apollo/federation-internals';
import { GraphQLError, type DocumentNode, type GraphQLSchema } from 'graphql';

export {
  baseType,
  collectTargetFields,
  InterfaceType,
  isCompositeType,
  isEnumType,
  isFederationField,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  ObjectType,
  parseFieldSetArgument,
} from '@apollo/federation-internals';
export type {
  ArgumentDefinition,
  CompositeType,
  Directive,
  EnumType,
  FederationMetadata,
  FieldDefinition,
  InputFieldDefinition,
  InputObjectType,
  NamedType,
  Operation,
  Schema,
  SelectionSet,
  Subgraph,
  UnionType,
} from '@apollo/federation-internals';

/** The library's model of a supergraph, as its planner wants it. */
export type SupergraphModel = LibrarySupergraph;

/** What the library has against a schema, as plain data. */
export interface FederationError {
  /** The library's own code, e.g. `INVALID_FIELD_SHARING`. */
  readonly code: string;
  readonly message: string;
  readonly subgraph: string | null;
  /** 1-based, in that subgraph's SDL. */
  readonly line: number | null;
  /** `Type.field` that cannot be reached, of satisfiability errors. */
  readonly coordinate: string | null;
}

export type Attempt<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly FederationError[] };

export interface SubgraphSource {
  readonly name: string;
  readonly routingUrl: string;
  /** With locations, so that errors have lines. */
  readonly document: DocumentNode;
}

/** Reads one SDL, Federation 1 or 2, into the library's model; root types come out under their default names. */
export function readSubgraph({ name, routingUrl, document }: SubgraphSource): Attempt<Subgraph> {
  return attempt(() => buildSubgraph(name, routingUrl, document, true), name);
}

/** @returns the supergraph SDL, in an order that depends on the subgraphs only, not on their order */
export function composeSubgraphs(sources: readonly SubgraphSource[]): Attempt<string> {
  const sorted = [...sources].sort((a, b) => (a.name < b.name ? -1 : 1));
  const composed = attempt(
    () =>
      composeServices(sorted.map(({ name, routingUrl, document }) => ({ name, url: routingUrl, typeDefs: document }))),
    null,
  );
  if (!composed.ok) return composed;
  const { errors, supergraphSdl } = composed.value;
  if (errors !== undefined) return { ok: false, errors: errors.map((error) => describe(error, null)) };
  return { ok: true, value: supergraphSdl };
}

/** Whether every field of the API schema can be reached: the federation's own check, on any supergraph SDL. */
export function checkSatisfiability(supergraphSdl: string): readonly FederationError[] {
  const checked = attempt(() => validateSatisfiability({ supergraphSdl }), null);
  if (!checked.ok) return checked.errors;
  return (checked.value.errors ?? []).map((error) => describe(error, null));
}

/** @throws GraphQLError when the SDL is no supergraph, or has features that are for execution and unknown */
export function loadSupergraphModel(supergraphSdl: string): SupergraphModel {
  return LibrarySupergraph.build(supergraphSdl);
}

/** What clients see: without `@inaccessible` elements and without federation's own machinery. */
export function apiSchemaOf(model: SupergraphModel): GraphQLSchema {
  return model.apiSchema().toGraphQLJSSchema();
}

/** For the planner. The document must have been validated against the API schema. */
export function operationFromDocument(
  model: SupergraphModel,
  document: DocumentNode,
  operationName?: string,
): Operation {
  return libraryOperation(model.apiSchema(), document, { operationName, validate: false });
}

function attempt<T>(run: () => T, subgraph: string | null): Attempt<T> {
  try {
    return { ok: true, value: run() };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const causes = errorCauses(error) ?? [new GraphQLError(error.message)];
    return { ok: false, errors: causes.map((cause) => describe(cause, subgraph)) };
  }
}

function describe(error: GraphQLError, subgraph: string | null): FederationError {
  const node = error.nodes?.find((each) => each.loc !== undefined);
  const named = (node as { readonly subgraph?: string } | undefined)?.subgraph;
  return {
    code: errorCode(error) ?? 'INVALID_GRAPHQL',
    message: error.message,
    subgraph: named ?? /^\[([^\]]+)\]/.exec(error.message)?.[1] ?? subgraph,
    line: node?.loc?.startToken.line ?? null,
    coordinate: unreachableField(error),
  };
}

/** The last field on the path that no subgraph can take. */
function unreachableField(error: GraphQLError): string | null {
  const path = extractValidationError(error)?.supergraphUnsatisfiablePath;
  if (path === undefined) return null;
  let coordinate: string | null = null;
  for (const [edge] of path) {
    const { transition } = edge;
    if (transition.kind === 'FieldCollection' && transition.definition instanceof FieldDefinition) {
      coordinate = transition.definition.coordinate;
    }
  }
  return coordinate;
}
