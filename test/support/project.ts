/** A small project on disk, as somebody who starts with Lingqu would have it: configuration, register, two subgraphs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { governed } from './governed-subgraphs';

export interface Project {
  readonly directory: string;
  /** Of lingqu.yaml. */
  readonly config: string;
  path(name: string): string;
  write(name: string, text: string): string;
  remove(): void;
}

export const labels = '@share(class: "UNCONDITIONAL") @open(class: "NONE", reason: ["PRIVACY"], basis: ["LAW"])';
export const catalogue = (id: string): string => `@catalogue(id: "${id}", title: "${id}")`;

export const people = governed(
  'A',
  `type Query { person(pid: ID! @influences(fields: ["Person.pid"])): Person ${labels} ${catalogue('A/1')} }
   type Person @key(fields: "pid") ${catalogue('A/2')} {
     pid: ID! ${labels}
     name: String @share(class: "UNCONDITIONAL") @open(class: "UNCONDITIONAL")
     secret: String @share(class: "NONE", basis: ["LAW"]) @open(class: "NONE", reason: ["LAW"], basis: ["LAW"])
   }`,
);

export const money = governed(
  'B',
  `type Person @key(fields: "pid") ${catalogue('B/1')} { pid: ID! income: Int ${labels} }`,
  '@consumes(fields: ["Person.pid", "Query.person"], purpose: "aid")',
);

const register = `
organisations:
  - { id: A, kind: GOV_DEPT, level: REGION, region: "450000" }
  - { id: B, kind: GOV_DEPT, level: REGION, region: "450000" }
  - { id: C, kind: GOV_DEPT, level: REGION, region: "450000" }
purposes: [{ code: aid }]
clients:
  - { id: desk, organisation: C, route: SHARE, purposes: [aid], methods: [QUERY] }
  - { id: collector, organisation: B, route: SHARE, purposes: [aid], methods: [QUERY] }
grants: []
`;

const supergraph = `
federation_version: 2
subgraphs:
  people: { routing_url: "http://127.0.0.1:9/people", schema: { file: ./people.graphql } }
  money: { routing_url: "http://127.0.0.1:9/money", schema: { file: ./money.graphql } }
`;

export function makeProject(): Project {
  const directory = mkdtempSync(join(tmpdir(), 'lingqu-project-'));
  const path = (name: string): string => join(directory, name);
  const write = (name: string, text: string): string => {
    writeFileSync(path(name), text);
    return path(name);
  };
  write('people.graphql', people);
  write('money.graphql', money);
  write('register.yaml', register);
  write('supergraph.yaml', supergraph);
  const config = write('lingqu.yaml', 'listen: { port: 0 }\nidentity: { development: true }\n');
  return { directory, config, path, write, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
