import tokens from '../theme/tokens.json' with { type: 'json' };
import { PageState, type PageStateName } from '../x86/page-state.ts';

/** A protection as the legend lists it. */
export interface Protection {
  readonly name: PageStateName;
  readonly state: PageState;
  /** "Read-only, RO + NX". */
  readonly label: string;
  /** One word or two for lists: "read-only". */
  readonly short: string;
}

const SHORT: Readonly<Record<PageStateName, string>> = {
  hole: 'not mapped',
  rw: 'data',
  pt: 'page table',
  rwg: 'lost GLOBAL',
  ro: 'read-only',
  np: 'not present',
  rox: 'code',
  wc: 'write combining',
  uc: 'uncached',
  rwx: 'writable code',
};

/** All protections in the order of the legend. */
export const PROTECTIONS: readonly Protection[] = tokens.protectionOrder.map((name) => ({
  name: name as PageStateName,
  state: PageState[name as PageStateName],
  label: tokens.protectionLabel[name as keyof typeof tokens.protectionLabel],
  short: SHORT[name as PageStateName],
}));

/** What a page of this state is called in a sentence. */
export function stateText(state: number): string {
  return PROTECTIONS.find((protection) => protection.state === state)?.short ?? SHORT.hole;
}
