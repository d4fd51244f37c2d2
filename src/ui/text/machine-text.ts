import type { Machine } from '../data.ts';
import { countText } from './number-text.ts';
import { sizeText } from './size-text.ts';

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** "8 GiB of RAM in 9 GiB of addresses, two zones". */
export function machineText(machine: Machine): string {
  const ram = sizeText(machine.ramPages * 4);
  const addresses = sizeText(machine.gibCount * 1048576);
  const zones = machine.zones.length;
  const word = machine.zones.some(({ kind }) => kind === 'node') ? 'node' : 'zone';
  const zoneText = zones === 1 ? `one ${word}` : `${SMALL[zones] ?? zones} ${word}s`;
  const size = ram === addresses ? `${ram} of RAM` : `${ram} of RAM in ${addresses} of addresses`;
  return zones === 0 ? size : `${size}, ${zoneText}`;
}

/** "36 splits, 21 merges so far"; `word`: what the policy calls them. */
export function eventsText(splits: number, merges: number, word: 'merge' | 'collapse'): string {
  return `${countText(splits, 'split')}, ${countText(merges, word)} so far`;
}
