import { stepScale } from '../../scene/chart.ts';
import { markColumns, markRowsAt } from '../../scene/chart-marks.ts';
import type { Frame, Run } from '../data.ts';
import { errnoName } from './errno-name.ts';
import { marksText } from './marks-text.ts';
import { numberText } from './number-text.ts';

/** "Step 41, set_memory_ro(0xa9fc4, 1): 1 split of 2M." What one step did, in a sentence. */
export function stepText({ marks }: Run, { step, call }: Frame): string {
  if (call === undefined) return `Step ${numberText(step)}.`;
  const { first, end } = markRowsAt(marks, step);
  const here = {
    step: marks.step.subarray(first, end),
    kind: marks.kind.subarray(first, end),
    level: marks.level.subarray(first, end),
  };
  const did = marksText(markColumns(here, stepScale(step, 1)));
  const what = call.rc === 0 ? did || 'no split, no merge' : errnoName(call.rc);
  return `Step ${numberText(step)}, ${call.text}: ${what}.`;
}
