/** The shape of lingqu.yaml with its defaults (interface.md); unknown keys are mistakes. */
import { z } from 'zod';
import { accessClasses, openReasons, providerKinds, providerLevels } from '../../../directives/words';
import { lawProfileNames } from '../../policy/known-law-profiles';

const path = z.string().min(1, 'a path is at least one character');
const whole = (least: number, most = Number.MAX_SAFE_INTEGER) =>
  z.number().refine((value) => Number.isInteger(value) && value >= least && value <= most, {
    error: `expected a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}`,
  });

const listen = (port: number) =>
  z.strictObject({ host: z.string().min(1).default('127.0.0.1'), port: whole(0, 65_535).default(port) }).prefault({});

const webAddress = z.string().refine((text) => /^https?:$/.test(protocolOf(text) ?? ''), {
  error: 'expected an address that begins with `https://` (or `http://`)',
});

/** Empty = embedded. */
const serviceAddress = (...protocols: readonly string[]) =>
  z
    .string()
    .refine((text) => text === '' || protocols.includes(protocolOf(text) ?? ''), {
      error: `expected an address that begins with \`${protocols.map((each) => `${each}//`).join('` or `')}\`, or an empty text`,
    })
    .default('');

const texts = z.array(z.string()).nullable().default(null);

const overlay = z
  .strictObject({
    provider: z
      .strictObject({
        org: z.string(),
        kind: z.enum(providerKinds as [(typeof providerKinds)[number]]),
        level: z.enum(providerLevels as [(typeof providerLevels)[number]]),
        region: z.string(),
        sector: z.string().nullable().default(null),
      })
      .nullable()
      .default(null),
    assume: z
      .strictObject({
        share: z.enum(accessClasses as [(typeof accessClasses)[number]]),
        open: z.enum(accessClasses as [(typeof accessClasses)[number]]),
        basis: texts,
        reason: z
          .array(z.enum(openReasons as [(typeof openReasons)[number]]))
          .nullable()
          .default(null),
        conditions: texts,
        scope: texts,
        purposes: texts,
        sdlHash: z
          .string()
          .regex(/^(?:\*|sha256:[0-9a-f]{64})$/, 'expected `sha256:` and 64 hex digits, as `lingqu check` prints it'),
      })
      .nullable()
      .default(null),
    file: path.nullable().default(null),
  })
  .refine((stated) => stated.provider !== null || stated.assume !== null || stated.file !== null, {
    error: 'this overlay says nothing: give it `provider`, `assume` or `file`',
  });

export const lingquShape = z.strictObject({
  supergraph: path.default('./supergraph.yaml'),
  register: path.default('./register.yaml'),
  listen: listen(4000),
  lawProfile: z.enum(lawProfileNames as [string]).default('gx-draft-rev'),
  introspection: z.boolean().default(true),
  identity: z
    .strictObject({
      // Off unless the file says so: an issuer that anybody on the machine may use is never a silent default.
      development: z.boolean().default(false),
      keyFile: path.default('./data/identity/development.jwk.json'),
      issuers: z
        .array(z.strictObject({ issuer: z.string().min(1), jwksUrl: webAddress, audience: z.string().min(1) }))
        .default([]),
    })
    .prefault({}),
  overlays: z.record(z.string(), overlay).default({}),
  audit: z.strictObject({ directory: path.default('./data/audit') }).prefault({}),
  limits: z
    .strictObject({
      depth: whole(1).default(15),
      aliases: whole(0).default(30),
      rootFields: whole(1).default(20),
      tokens: whole(1).default(5000),
      bodyBytes: whole(1).default(262_144),
    })
    .prefault({}),
  subgraphs: z
    .strictObject({
      timeoutMs: whole(1, 2_147_483_647).default(5000),
      maxResponseBytes: whole(1).default(67_108_864),
      maxConcurrent: whole(1, 65_535).default(256),
      retries: whole(0, 10).default(1),
      coalesce: z.boolean().default(true),
      // Short, because nobody tells the gateway that what it keeps has changed.
      cacheMs: whole(0, 60_000).default(0),
      signingKeyFile: path.default('./data/keys/subgraph-signing.key'),
    })
    .prefault({}),
  database: z.strictObject({ url: serviceAddress('postgres:', 'postgresql:') }).prefault({}),
  redis: z.strictObject({ url: serviceAddress('redis:', 'rediss:') }).prefault({}),
  controlPlane: z.strictObject({ enabled: z.boolean().default(true), listen: listen(4001) }).prefault({}),
});

export type StatedConfig = z.infer<typeof lingquShape>;

function protocolOf(text: string): string | null {
  return URL.canParse(text) ? new URL(text).protocol : null;
}
