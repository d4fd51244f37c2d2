import { PAGE_OWNER_NAMES } from '../x86/page-owner.ts';
import { PAGE_STATE_NAMES, PAGE_STATES } from '../x86/page-state.ts';
import type { Colouring } from './state.ts';

/** Names in the address of what the legend can filter out, by code of the colouring (see scene/colouring.ts). */
export const HIDDEN_NAMES: Readonly<Record<Colouring, ReadonlyMap<number, string>>> = {
  protection: new Map(PAGE_STATE_NAMES.map((name, state) => [state, name])),
  size: new Map([
    [1, '1G'],
    [PAGE_STATES, '2M'],
    [PAGE_STATES + 1, '4K'],
  ]),
  owner: new Map(PAGE_OWNER_NAMES.map((name, owner) => [owner < 2 ? owner : PAGE_STATES + owner - 2, name])),
  merge: new Map(
    ['129-512', '33-128', '9-32', '3-8', '2', '1', '0'].map((name, group) => [PAGE_STATES + 7 + group, name]),
  ),
};
