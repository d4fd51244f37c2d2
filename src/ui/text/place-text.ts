import type { AppState } from '../../store/state.ts';
import { numberText } from './number-text.ts';
import { regionName } from './region-name.ts';

/** What the place on the screen is called when nobody names it: "8 GiB guest: 2 MiB at 0xa9e00000, step 3,300". */
export function placeText({ run, selection, also, trail, step }: AppState): string {
  const region = selection ?? trail.at(-1);
  const where = region === undefined ? 'whole machine' : regionName(region);
  const more = also.length > 0 ? ` and ${numberText(also.length)} more` : '';
  const when = run !== undefined && run.steps > 0 ? `, step ${numberText(step)}` : '';
  return `${run?.title ?? 'Nothing'}: ${where}${more}${when}`;
}
