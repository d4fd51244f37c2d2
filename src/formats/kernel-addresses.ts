import { PFN_LIMIT } from '../x86/page.ts';

/** First virtual page of the kernel half with 5 levels; no kernel address lies below it. */
export const KERNEL_HALF = 2 ** 51;
/** Virtual page of the areas above every direct map (from the CPU entry area on). */
export const ABOVE_DIRECT_MAP = 0xfffffe0000000;

const KERNEL_HALF_4_LEVELS = 0xffff800000000;

/** First virtual page of the kernel half. */
export const kernelHalf = (pagingLevels: 4 | 5): number => (pagingLevels === 4 ? KERNEL_HALF_4_LEVELS : KERNEL_HALF);

/** Paging levels of a machine whose direct map begins at this virtual page. */
export const pagingLevelsAt = (basePage: number): 4 | 5 => (basePage < KERNEL_HALF_4_LEVELS ? 5 : 4);

/** Pages that a direct map can hold: 64 TiB with 4 levels, with 5 all that 52 bits can address. */
export const directMapPages = (pagingLevels: 4 | 5): number => (pagingLevels === 4 ? 2 ** 34 : PFN_LIMIT);
