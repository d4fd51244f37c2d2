import type { Inspection, Region } from '../data.ts';

/** Why no call can be made on the selection; undefined when one can. */
export function callReason(
  selection: Region | undefined,
  mapped: Inspection['mapped'] | undefined,
): string | undefined {
  if (selection === undefined) return 'Select a region to call set_memory_… on it';
  if (mapped === 'hole') return 'No RAM here: nothing to change';
  return undefined;
}
