/** How findings about flows say what is wrong and what would make it right. */
import type { FlowStatus } from '../flow-law';
import type { FlowEntry } from '../flow-report';

export function describeFlow({ from, coordinate, to }: Pick<FlowEntry, 'from' | 'coordinate' | 'to'>): string {
  return `\`${coordinate}\` of \`${from}\` to \`${to.organisation}\` (subgraph \`${to.subgraph}\`)`;
}

/** What stands in the way, and what would remove it. */
export function remedyFor(status: FlowStatus, grant: string | null, purpose: string | null): string {
  const [named, meant] = [`\`${grant ?? ''}\``, `\`${purpose ?? ''}\``];
  switch (status) {
    case 'permitted':
      return 'nothing stands in its way';
    case 'unclassified':
      return 'it has no label: its provider must write one';
    case 'undeclared':
      return 'no `@consumes` of the receiver lists it: declare it, or do without it';
    case 'ruled-out':
      return 'its class is `NONE`, which never crosses organisations: do without it, or agree on another class with its provider';
    case 'purpose-not-allowed':
      return `purpose ${meant} is not among those that its \`@purpose\` allows: consume it for one of them`;
    case 'purpose-not-registered':
      return `no registered client of the receiver has purpose ${meant}: register it, or name a purpose that is registered`;
    case 'grant-missing':
      return 'a grant is needed and none is named: apply for one and write `grant`';
    case 'grant-unknown':
      return `grant ${named} is not registered: register it, or correct its id`;
    case 'grant-inactive':
      return `grant ${named} is not in force: renew it, or name another`;
    case 'grant-not-covering':
      return `grant ${named} does not cover this field, recipient and purpose: name one that does`;
  }
}
