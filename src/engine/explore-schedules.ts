import { UseAfterFree } from './change-page-attr.ts';
import type { CpuStep, Cpus, CpusCheckpoint } from './cpus.ts';
import type { ScheduleCheck } from './schedule-check.ts';

/** A schedule that does damage: its steps, and what is wrong after the last. */
export interface Damage {
  readonly schedule: readonly CpuStep[];
  readonly what: string;
}

/** What came of trying all schedules. */
export interface Exploration {
  /** Different schedules from here to where all programs are done; all are covered. 0 when one does damage. */
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

/** A moment on the way to the one that is looked at, to come back to. */
interface Moment {
  readonly key: string;
  readonly cpus: CpusCheckpoint;
  readonly flags: ReturnType<ScheduleCheck['save']>;
  readonly ready: readonly number[];
  /** CPUs of `ready` that were tried, and schedules found by that. */
  tried: number;
  schedules: bigint;
}

/**
 * Tries every schedule of CPUs from where they are, and checks after every step. What is equal to a moment seen before is
 * not tried again. Throws TooManyStates past `most` moments. Without damage the CPUs are where they were afterwards.
 */
export function exploreSchedules(cpus: Cpus, check: ScheduleCheck, most: number): Exploration {
  const known = new Map<string, bigint>();
  const moments: Moment[] = [];
  const path: CpuStep[] = [];
  // Schedules from where the CPUs are, when that is known.
  const arrive = (): bigint | undefined => {
    const ready = cpus.ready();
    if (ready.length === 0) return 1n;
    const key = cpus.key();
    const counted = known.get(key);
    if (counted !== undefined) return counted;
    if (known.size >= most) throw new TooManyStates(`more than ${most} different moments`);
    known.set(key, 0n);
    moments.push({ key, cpus: cpus.checkpoint(), flags: check.save(), ready, tried: 0, schedules: 0n });
    return undefined;
  };
  try {
    let schedules = arrive();
    for (let moment = moments.at(-1); moment !== undefined; moment = moments.at(-1)) {
      if (schedules !== undefined) {
        moment.schedules += schedules;
        path.pop();
        cpus.restore(moment.cpus);
        check.load(moment.flags);
      }
      if (moment.tried < moment.ready.length) {
        path.push(stepOf(cpus, moment.ready[moment.tried++], check, path));
        schedules = arrive();
      } else {
        schedules = moment.schedules;
        known.set(moment.key, schedules);
        moments.pop();
      }
    }
    return { schedules: schedules ?? 1n, states: known.size, damage: undefined };
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
