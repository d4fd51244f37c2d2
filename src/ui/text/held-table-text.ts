import type { Inspection } from '../data.ts';
import { addressText } from './address-text.ts';
import { sizeText } from './size-text.ts';

/** "the PTE table of 2 MiB at 0xa9e00000": a table by its level and what it maps. */
export function heldTableText({ level, pfn, pages }: NonNullable<Inspection['holds']>): string {
  return `the ${level} table of ${sizeText(pages * 4)} at ${addressText(Math.max(0, pfn))}`;
}
