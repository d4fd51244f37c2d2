import { type Level, pagesOf } from '../x86/page.ts';
import type { Area } from './area.ts';
import { EFAULT } from './errno.ts';

/** Pages to skip where a pass finds nothing (__cpa_process_fault): the rest of a hole of the direct map; elsewhere -EFAULT. */
export function processFault(area: Area, page: number, level: Level, primary: boolean): number {
  if (primary && (area.name !== 'direct map' || page >= area.endPage)) return EFAULT;
  const size = pagesOf(level);
  return size - (page & (size - 1));
}
