import { UseAfterFree } from './change-page-attr.ts';
import type { CpuStep, Cpus } from './cpus.ts';
import type { ScheduleCheck } from './schedule-check.ts';

/** A schedule that does damage: its steps, and what is wrong after the last. */
export interface Damage {
  readonly schedule: readonly CpuStep[];
  readonly what: string;
}

/** What came of trying all schedules. */
export interface Exploration {
  /** Different schedules from here to where all programs are done; all are covered. */
  readonly schedules: bigint;
  /** Different moments that they go through. */
  readonly states: number;
  /** The first schedule found that does damage; what comes after it was not tried. */
  readonly damage: Damage | undefined;
}

/** Too many different moments; nothing was found in those that were tried. */
export class TooManyStates extends Error {}

class DamageFound extends Error {
  readonly damage: Damage;

  constructor(damage: Damage) {
    super(damage.what);
    this.damage = damage;
  }
}

/**
 * Tries every schedule of CPUs from where they are, and checks after every step. What is equal to a moment seen before is
 * not tried again. Throws TooManyStates past `most` moments. The CPUs are somewhere in the middle afterwards.
 */
export function exploreSchedules(cpus: Cpus, check: ScheduleCheck, most: number): Exploration {
  const known = new Map<string, bigint>();
  const path: CpuStep[] = [];
  const visit = (): bigint => {
    const ready = cpus.ready();
    if (ready.length === 0) return 1n;
    const key = cpus.key();
    const counted = known.get(key);
    if (counted !== undefined) return counted;
    if (known.size >= most) throw new TooManyStates(`more than ${most} different moments`);
    known.set(key, 0n);
    const here = cpus.checkpoint();
    const flags = check.save();
    let schedules = 0n;
    for (const cpu of ready) {
      path.push(stepOf(cpus, cpu, check, path));
      schedules += visit();
      path.pop();
      cpus.restore(here);
      check.load(flags);
    }
    known.set(key, schedules);
    return schedules;
  };
  try {
    return { schedules: visit(), states: known.size, damage: undefined };
  } catch (error) {
    if (!(error instanceof DamageFound)) throw error;
    return { schedules: 0n, states: known.size, damage: error.damage };
  }
}

/** Runs CPUs to the end, each next one chosen by `choose` among those that can go on; gives back the first damage. */
export function runSchedule(
  cpus: Cpus,
  check: ScheduleCheck,
  choose: (ready: readonly number[]) => number,
): Damage | undefined {
  const path: CpuStep[] = [];
  try {
    for (let ready = cpus.ready(); ready.length > 0; ready = cpus.ready())
      path.push(stepOf(cpus, choose(ready), check, path));
  } catch (error) {
    if (error instanceof DamageFound) return error.damage;
    throw error;
  }
  return undefined;
}

function stepOf(cpus: Cpus, cpu: number, check: ScheduleCheck, before: readonly CpuStep[]): CpuStep {
  const about = cpus.about(cpu);
  let step: CpuStep;
  try {
    step = cpus.step(cpu);
  } catch (error) {
    if (error instanceof UseAfterFree) throw new DamageFound({ schedule: [...before, about], what: error.message });
    throw error;
  }
  const what = check.after(step);
  if (what !== undefined) throw new DamageFound({ schedule: [...before, step], what });
  return step;
}
