import { EffectKind } from './effects.ts';
import type { Operation } from './operation.ts';
import type { Run } from './run.ts';

const { split: SPLIT, merge: MERGE } = EffectKind;
const LEVEL_1G = 3;

/** Splits that one kind of operation made and that still stand. */
export interface StandingSplits {
  readonly who: string;
  /** 1G pages in pieces of 2M, and 2M in pieces of 4K. */
  readonly '1G': number;
  readonly '2M': number;
  /** The first of these operations. */
  readonly firstStep: number;
}

/** Who split what is still in pieces at the run's step, most first; `nameOf` names an operation, as a kernel function. */
export function standingSplits(run: Run, nameOf: (operation: Operation) => string): readonly StandingSplits[] {
  const { effects } = run;
  const end = run.effectsEnd(run.step);
  const stepOf = { '1G': new Map<number, number>(), '2M': new Map<number, number>() };
  for (let row = 0; row < end; row++) {
    const kind = effects.kind(row);
    if (kind !== SPLIT && kind !== MERGE) continue;
    const table = stepOf[effects.level(row) === LEVEL_1G ? '1G' : '2M'];
    if (kind === SPLIT) table.set(effects.pfn(row), run.stepOfEffect(row));
    else table.delete(effects.pfn(row));
  }
  const found = new Map<string, { '1G': number; '2M': number; firstStep: number }>();
  for (const size of ['1G', '2M'] as const) {
    for (const step of stepOf[size].values()) {
      const who = nameOf(run.operation(step));
      const splits = found.get(who) ?? { '1G': 0, '2M': 0, firstStep: step };
      splits[size]++;
      splits.firstStep = Math.min(splits.firstStep, step);
      found.set(who, splits);
    }
  }
  return [...found]
    .map(([who, splits]) => ({ who, ...splits }))
    .sort((a, b) => b['1G'] + b['2M'] - a['1G'] - a['2M'] || a.firstStep - b.firstStep);
}
