import type { Colouring } from '../../store/state.ts';
import type { PageStateName } from '../../x86/page-state.ts';
import type { Frame } from '../data.ts';
import { PROTECTIONS } from '../protections.ts';
import { SCALE_ROWS, type ScaleRow } from './scale-rows.ts';

/** A row of the legend of any colouring; `state`: the protection that it stands for. */
export type LegendRow = ScaleRow & { readonly state?: PageStateName };

/** All rows of the legend, in its order. */
export function legendRows(colouring: Colouring, frame: Frame | undefined): readonly LegendRow[] {
  if (colouring !== 'protection') return SCALE_ROWS[colouring](frame);
  return PROTECTIONS.map(({ name, state, label, short }) => ({
    id: name,
    code: state,
    label,
    short,
    count: frame?.columns.pagesByState[state],
    state: name,
  }));
}
