/** YAML read strictly: every mistake of form or shape is a value with file, line and key, and none is thrown. */
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
} from 'yaml';
import type { z } from 'zod';

export interface YamlProblem {
  readonly file: string;
  /** 1-based; `null` where the whole file is meant. */
  readonly line: number | null;
  /** Dotted path, e.g. `subgraphs.tax.routing_url`; empty for the whole file. */
  readonly key: string;
  readonly message: string;
}

/** Finds the line of a path, for what only the meaning of a file shows to be wrong. */
export type LineOf = (path: readonly PropertyKey[]) => number | null;

export type YamlReading<T> =
  | { readonly ok: true; readonly value: T; readonly lineOf: LineOf }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

export interface YamlSource {
  /** As it stands in messages. */
  readonly file: string;
  readonly text: string;
  /** What `${env.NAME}` is expanded from; absent = no expansion. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** @param shape strict objects (`z.strictObject`), so that unknown keys are problems */
export function readYaml<T>(source: YamlSource, shape: z.ZodType<T>): YamlReading<T> {
  const parsed = parseStrictly(source);
  if (!parsed.ok) return parsed;
  return shapeValue(source.file, parsed.value, shape, parsed.lineOf);
}

/** Form only: for a caller that changes the value (overrides from the environment) before it is shaped. */
export function parseStrictly(source: YamlSource): YamlReading<unknown> {
  const { file, text } = source;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: false, strict: true });
  const lineAt = (offset: number | undefined): number | null =>
    offset === undefined ? null : Math.max(1, lines.linePos(offset).line);

  const problems: YamlProblem[] = [...document.errors, ...document.warnings].map((error) => ({
    file,
    line: lineAt(error.pos[0]),
    key: '',
    message: error.code === 'DUPLICATE_KEY' ? duplicate(text, error.pos[0]) : formError(error.message),
  }));
  problems.push(...refuseAliases(file, document, lineAt));
  if (source.env !== undefined) problems.push(...expand(file, document, source.env, lineAt));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: document.toJS() as unknown, lineOf: (path) => lineOfPath(document, path, lineAt) };
}

/** Shape only: checks a parsed value against its shape, naming key and line of everything that does not fit. */
export function shapeValue<T>(file: string, value: unknown, shape: z.ZodType<T>, lineOf: LineOf): YamlReading<T> {
  const result = shape.safeParse(value, { reportInput: true });
  if (result.success) return { ok: true, value: result.data, lineOf };
  return { ok: false, problems: result.error.issues.flatMap((issue) => problemsOf(issue, file, lineOf)) };
}

/** `file:line: key: message`, as commands print it. */
export function formatProblem({ file, line, key, message }: YamlProblem): string {
  const place = line === null ? file : `${file}:${line}`;
  return key === '' ? `${place}: ${message}` : `${place}: \`${key}\`: ${message}`;
}

function duplicate(text: string, offset: number): string {
  const key = /^[^:\s]+/.exec(text.slice(offset))?.[0] ?? '';
  return `key \`${key}\` stands twice: keep one`;
}

/** The library's first line says what is wrong; what follows quotes the file. */
function formError(message: string): string {
  const [first = ''] = message.split('\n');
  return `this is no valid YAML: ${first.replace(/ at line \d+, column \d+:?$/, '').replace(/^[A-Z]/, (initial) => initial.toLowerCase())}`;
}

/** Aliases can blow up a small file and hide what a key holds; configuration needs none. */
function refuseAliases(file: string, document: Document, lineAt: (offset?: number) => number | null): YamlProblem[] {
  const problems: YamlProblem[] = [];
  visit(document, (_key, node) => {
    if (!isAlias(node)) return undefined;
    const message = `aliases (\`*${node.source}\`) are not allowed: write the value out`;
    problems.push({ file, line: lineAt(node.range?.[0]), key: '', message });
    return visit.SKIP;
  });
  return problems;
}

const reference = /\$\{env\.([A-Za-z_][A-Za-z0-9_]*)\}/g;

function expand(
  file: string,
  document: Document,
  env: Readonly<Record<string, string | undefined>>,
  lineAt: (offset?: number) => number | null,
): YamlProblem[] {
  const problems: YamlProblem[] = [];
  visit(document, {
    Scalar(key, node) {
      if (key === 'key' || typeof node.value !== 'string') return;
      node.value = node.value.replace(reference, (whole, name: string) => {
        const value = Object.hasOwn(env, name) ? env[name] : undefined;
        if (value !== undefined) return value;
        const message = `\`${whole}\` is not set: set the environment variable \`${name}\``;
        problems.push({ file, line: lineAt(node.range?.[0]), key: '', message });
        return whole;
      });
    },
  });
  return problems;
}

/** The line of the deepest part of the path that exists; keys count where they stand, not where their value begins. */
function lineOfPath(
  document: Document,
  path: readonly PropertyKey[],
  lineAt: (offset?: number) => number | null,
): number | null {
  let node: unknown = document.contents;
  let line = lineAt((node as Node | null)?.range?.[0]);
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (each) => isPair(each) && isScalar(each.key) && String(each.key.value) === String(part),
      );
      if (pair === undefined) return line;
      line = lineAt((pair.key as Node).range?.[0]) ?? line;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      line = lineAt((node as Node | undefined)?.range?.[0]) ?? line;
    } else {
      return line;
    }
  }
  return line;
}

function problemsOf(issue: z.core.$ZodIssue, file: string, lineOf: LineOf): readonly YamlProblem[] {
  const at = (path: readonly PropertyKey[], message: string): YamlProblem => ({
    file,
    line: lineOf(path),
    key: path.map(String).join('.'),
    message,
  });
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => at([...issue.path, key], `unknown key \`${key}\`: remove it or correct its name`));
    case 'invalid_type':
      return [at(issue.path, issue.input === undefined ? missing(issue) : `expected ${words(issue.expected)}`)];
    case 'invalid_value':
      return [at(issue.path, `expected ${issue.values.map((each) => `\`${String(each)}\``).join(' or ')}`)];
    case 'invalid_union':
      return unionProblems(issue, file, lineOf) ?? [at(issue.path, 'this fits none of the allowed forms')];
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues.flatMap((inner) =>
        problemsOf({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue, file, lineOf),
      );
    case 'too_big':
    case 'too_small':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'custom':
      return [
        at(
          issue.path,
          issue.message.replace(/^[A-Z](?=[a-z])/, (initial) => initial.toLowerCase()),
        ),
      ];
  }
}

/** Of several forms the one that comes closest says best what is wrong. */
function unionProblems(
  issue: z.core.$ZodIssueInvalidUnion,
  file: string,
  lineOf: LineOf,
): readonly YamlProblem[] | null {
  const closest = [...issue.errors].filter((each) => each.length > 0).sort((a, b) => score(a) - score(b))[0];
  if (closest === undefined || score(closest) >= 1000) return null;
  return closest.flatMap((inner) =>
    problemsOf({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue, file, lineOf),
  );
}

/** Wrong at its own root: another form was meant. */
function score(issues: readonly z.core.$ZodIssue[]): number {
  const other = issues.some((each) => each.path.length === 0 && each.code !== 'unrecognized_keys');
  return issues.length + (other ? 1000 : 0);
}

function missing(issue: z.core.$ZodIssueInvalidType): string {
  return `\`${String(issue.path.at(-1) ?? '')}\` is missing: it is ${words(issue.expected)}`;
}

function words(expected: string): string {
  const known: Readonly<Record<string, string>> = {
    object: 'a mapping',
    record: 'a mapping',
    array: 'a list',
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: '`true` or `false`',
    null: 'nothing',
  };
  return known[expected] ?? `a value of type \`${expected}\``;
}
