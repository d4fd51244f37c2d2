import { greatestOf } from '../../scene/chart.ts';
import { tlbReachKiB } from '../../x86/tlb.ts';
import type { Run } from '../data.ts';
import { numberText } from '../text/number-text.ts';
import { sizeText } from '../text/size-text.ts';
import type { RunBeside } from './use-run-beside.ts';

/** One small chart: a value at every step of the run. */
export interface ChartRow {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** Length steps + 1. */
  readonly series: ArrayLike<number>;
  /** In a comparison: the same of the other run, at the same time. */
  readonly other?: ArrayLike<number>;
  readonly text: (value: number) => string;
}

/** The charts of the timeline, made once a run; those of the run beside it at the same time. */
export function chartRows(run: Run, beside: RunBeside | undefined): readonly ChartRow[] {
  const rows = rowsOf(run);
  if (beside === undefined) return rows;
  const others = rowsOf(beside.run);
  return rows.map((row, i) => ({ ...row, other: Float64Array.from(beside.steps, (step) => others[i].series[step]) }));
}

function rowsOf({ series }: Run): readonly ChartRow[] {
  const { leaves4k, leaves2m, leaves1g, tablePages } = series;
  const reach = new Float64Array(leaves4k.length);
  for (let step = 0; step < reach.length; step++)
    reach[step] = tlbReachKiB(leaves4k[step] ?? 0, leaves2m[step] ?? 0, leaves1g[step] ?? 0);
  return [
    {
      id: 'DirectMap4k',
      name: 'DirectMap4k',
      title: 'Memory mapped with 4K entries',
      series: leaves4k,
      text: (leaves) => `${numberText(leaves * 4)} kB`,
    },
    {
      id: 'DirectMap2M',
      name: 'DirectMap2M',
      title: 'Memory mapped with 2M entries',
      series: leaves2m,
      text: (leaves) => sizeText(leaves * 2048),
    },
    {
      id: 'DirectMap1G',
      name: 'DirectMap1G',
      title: 'Memory mapped with 1G entries',
      series: leaves1g,
      text: (leaves) => (leaves === 0 ? '0 GiB' : sizeText(leaves * 1048576)),
    },
    {
      id: 'tables',
      name: 'Page-table pages',
      title: 'Pages that hold the tables of the direct map',
      series: tablePages,
      text: numberText,
    },
    {
      id: 'reach',
      name: 'TLB reach, modelled',
      title: 'Skylake-SP: 16 entries of 1G, 1,536 shared by 2M and 4K leaves in proportion; every leaf used alike',
      series: reach,
      text: sizeText,
    },
  ];
}

/** The greatest value of a row, of both runs. */
export const greatestOfRow = ({ series, other = [] }: ChartRow): number =>
  Math.max(greatestOf(series), greatestOf(other));
