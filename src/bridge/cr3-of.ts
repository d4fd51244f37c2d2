import type { Problem } from './calls.ts';

/** The CR3 that a user gave, hex with or without 0x; undefined: none was given; what is wrong with it. */
export function cr3Of(text: string | undefined): bigint | undefined | Problem {
  if (text === undefined) return undefined;
  const digits = /^(?:0x)?([0-9a-f]{1,16})$/i.exec(text.trim())?.[1];
  if (digits !== undefined) return BigInt(`0x${digits}`);
  return {
    title: `"${text.slice(0, 40)}" is no CR3`,
    detail: 'CR3 is the physical address of the top page table: hex digits such as 0x1c0a000.',
    excerpt: [],
    remedy: 'Take it from `info registers` in the QEMU monitor, of the moment at which the memory was saved.',
  };
}
