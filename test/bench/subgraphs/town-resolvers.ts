/** How each of the benchmark's subgraphs answers: plain look-ups in the town's rows. */
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';
import {
  facilities,
  facilityByCode,
  firstOf,
  personByPid,
  persons,
  reportById,
  reportsAbout,
  reportsBy,
  type ReportRow,
} from './town-data';

interface FacilityReference {
  readonly code: string;
  readonly fee?: number;
  readonly area?: number;
}

const report = ({ id, text, author, facility }: ReportRow): object => ({
  id,
  text,
  author: { pid: author },
  facility: { code: facility },
});

export const townResolvers: Readonly<Record<string, GraphQLResolverMap<unknown>>> = {
  registry: {
    Query: { roll: (_root: unknown, { list }: { list: string }) => firstOf(persons, list) },
    Person: { __resolveReference: ({ pid }: { pid: string }) => personByPid.get(pid) ?? null },
  },
  inspections: {
    Report: {
      __resolveReference({ id }: { id: string }) {
        const row = reportById.get(id);
        return row === undefined ? null : report(row);
      },
    },
    Person: {
      __resolveReference: ({ pid }: { pid: string }) => ({ pid }),
      openCases: ({ pid }: { pid: string }) => Number(pid.slice(2)) % 4,
      reports: ({ pid }: { pid: string }) => reportsBy(pid).map(report),
    },
    Facility: {
      __resolveReference: ({ code }: { code: string }) => ({ code }),
      reports: ({ code }: { code: string }) => reportsAbout(code).map(report),
    },
  },
  premises: {
    Query: { facilities: (_root: unknown, { list }: { list: string }) => firstOf(facilities, list) },
    Facility: { __resolveReference: ({ code }: { code: string }) => facilityByCode.get(code) ?? null },
  },
  permits: {
    Facility: {
      __resolveReference: (reference: FacilityReference) => reference,
      permitValid: ({ code }: FacilityReference) => Number(code.slice(2)) % 5 !== 0,
      surcharge: ({ fee, area }: FacilityReference) =>
        fee === undefined || area === undefined ? null : fee + Math.floor(area / 10),
    },
  },
};
