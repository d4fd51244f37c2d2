import type { MapColumns } from '../bridge/columns.ts';
import { PAGES_1G } from '../x86/page.ts';
import { type Colouring, colouredColumns, quietCode, SIZE_CODES } from './colouring.ts';
import { cellOf, gibOf } from './region.ts';
import type { Motion, MotionPlan } from './transitions.ts';

/** Code of what is calm in every colouring. */
const CALM = 1;

/**
 * A plan in the codes of a colouring; `columns`: those of the step that the motions lead to. Other colourings than
 * protection show splits and merges in their own colours, and no change of protection.
 */
export function colouredMotions(plan: MotionPlan, colouring: Colouring, columns: MapColumns): MotionPlan {
  if (colouring === 'protection') return plan;
  const coloured = colouredColumns(columns, colouring);
  const motions = plan.motions
    .filter(({ kind }) => kind !== 'recolour')
    .map((motion) => {
      const code = largePageCode(motion, colouring, coloured);
      return { ...motion, from: code, to: code };
    });
  return { ...plan, motions };
}

/** Code of the large page that split or was made. */
function largePageCode({ kind, level, pfn }: Motion, colouring: Colouring, coloured: MapColumns): number {
  if (colouring === 'size') return level === 3 ? SIZE_CODES['1G'] : SIZE_CODES['2M'];
  const gib = gibOf(pfn);
  if (colouring === 'merge' && kind === 'split') {
    const table = coloured.differing?.gibTable[gib];
    return level === 3 || table === undefined ? CALM : quietCode(table);
  }
  if (level === 3) return coloured.gibState[gib] ?? CALM;
  const detail = coloured.detailGib.indexOf(gib);
  return coloured.cellState[detail * 512 + cellOf(pfn % PAGES_1G)] ?? CALM;
}
