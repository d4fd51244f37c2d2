import type { PictureWords } from '../../scene/picture-frame.ts';
import type { AppState } from '../../store/state.ts';
import type { Frame, Run } from '../data.ts';
import { PROTECTIONS } from '../protections.ts';
import { LEGEND_TITLE, legendUnit } from './legend-title.ts';
import { machineText } from './machine-text.ts';
import { countText, numberText } from './number-text.ts';
import { policyTitle } from './policy-title.ts';
import { regionName } from './region-name.ts';
import { SCALE_ROWS } from './scale-rows.ts';

/** What a saved picture says around the map. */
export function pictureWords({ trail, colouring, comparison }: AppState, run: Run, frame: Frame): PictureWords {
  const { leaves, tablePages } = frame.counters;
  const region = trail.at(-1);
  const step = run.steps > 0 ? `, step ${numberText(frame.step)} of ${numberText(run.steps)}` : '';
  const fix = run.choice.policy === 'rfc-merge' && !run.choice.globalFix ? ' without patch 1' : '';
  const rows =
    colouring === 'protection'
      ? PROTECTIONS.map(({ state, label }) => ({ code: state, label, count: frame.columns.pagesByState[state] }))
      : SCALE_ROWS[colouring](frame);
  return {
    title: `${run.title}${step}`,
    about: [
      `${machineText(run.machine)}, ${run.machine.provenance}; ${policyTitle(run.choice.policy)}${fix}${region === undefined ? '' : `; shown is ${regionName(region)}`}${comparison === undefined ? '' : '; framed is what differs'}`,
      `${numberText(leaves['1G'])} x 1G (calm tiles), ${numberText(leaves['2M'])} x 2M (tiles with gaps), ${numberText(leaves['4K'])} x 4K (fine grain); ${countText(tablePages, 'page-table page')}`,
    ],
    counted: `${LEGEND_TITLE[colouring]}, ${legendUnit(colouring)}`,
    legend: rows.flatMap(({ code, label, count = 0 }) =>
      count === 0 ? [] : [{ code, text: `${label}: ${numberText(count)}` }],
    ),
  };
}
