import type { PictureCaption, PictureWords } from '../../scene/picture-frame.ts';
import type { AppState } from '../../store/state.ts';
import type { Run } from '../data.ts';
import { legendRows } from './legend-rows.ts';
import { LEGEND_TITLE, legendUnit } from './legend-title.ts';
import { machineText } from './machine-text.ts';
import { countText, numberText } from './number-text.ts';
import { policyTitle } from './policy-title.ts';
import { regionName } from './region-name.ts';
import { sideNames } from './side-names.ts';

/** What a saved picture says around the map of a machine, or around two side by side; undefined: nothing is open. */
export function pictureWords(left: AppState, right?: AppState): PictureWords | undefined {
  if (left.run === undefined) return undefined;
  const pair = right?.run !== undefined && right.frame !== undefined;
  const sides = pair ? [left, right] : [left];
  const names = pair ? sideNames(left.run, right.run) : [];
  const { colouring } = left;
  const rows = sides.map(({ frame }) => legendRows(colouring, frame));
  const legend = rows[0].flatMap(({ code, label }, i) => {
    const counts = rows.map((of) => of[i].count ?? 0);
    if (counts.every((count) => count === 0)) return [];
    return [{ code, text: `${label}: ${counts.map(numberText).join(' | ')}` }];
  });
  return {
    captions: sides.flatMap((side, i) => (side.run === undefined ? [] : [caption(side, side.run, names[i])])),
    counted: `${LEGEND_TITLE[colouring]}, ${legendUnit(colouring)}${pair ? ', left | right' : ''}`,
    legend,
  };
}

/** `name`: what tells it from the other side. */
function caption({ trail, comparison, frame }: AppState, run: Run, name: string | undefined): PictureCaption {
  const region = trail.at(-1);
  const step = run.steps > 0 ? `, step ${numberText(frame?.step ?? 0)} of ${numberText(run.steps)}` : '';
  const fix = run.choice.policy === 'rfc-merge' && !run.choice.globalFix ? ' without patch 1' : '';
  const policy = `${policyTitle(run.choice.policy)}${fix}`;
  const shown = region === undefined ? '' : `; shown is ${regionName(region)}`;
  const framed = comparison === undefined ? '' : '; framed is what differs';
  const about = [`${machineText(run.machine)}, ${run.machine.provenance}; ${policy}${shown}${framed}`];
  if (frame !== undefined) {
    const { leaves, tablePages } = frame.counters;
    about.push(
      `${numberText(leaves['1G'])} x 1G (calm tiles), ${numberText(leaves['2M'])} x 2M (tiles with gaps), ${numberText(leaves['4K'])} x 4K (fine grain); ${countText(tablePages, 'page-table page')}`,
    );
  }
  return { title: `${name === undefined || name === run.title ? '' : `${name}: `}${run.title}${step}`, about };
}
