import { bootMachine, Cpus, type Guard, profileFor, roundsOf, ScheduleCheck } from '../engine/index.ts';
import { PAGES_1G } from '../x86/page.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';
import { GUEST_8G } from './simulated.ts';

/** Mode 1 of split_mapping: each CPU makes the same pages RO, X, RW and NX so many times, or its own. */
export interface Race {
  readonly choice: PolicyChoice;
  readonly cpus: number;
  readonly pages: number;
  readonly rounds: number;
  /** Each CPU has pages of its own, all in the same 2M. */
  readonly apart: boolean;
  /** What is left out of what keeps CPUs apart. */
  readonly without: readonly Guard[];
}

/** Pages that are mapped at the vmalloc address: in a 1G page, in the middle of a 2M. */
const FIRST_PFN = 5 * PAGES_1G + 600;

/** The CPUs of a race at its start, and what must hold at each of their steps (exploreSchedules, runSchedule). */
export function splitMappingRace(race: Race): { readonly cpus: Cpus; readonly check: ScheduleCheck } {
  const machine = bootMachine(GUEST_8G, profileFor(race.choice));
  const { vmalloc } = machine.space;
  const sets = race.apart ? race.cpus : 1;
  const pfns = Array.from({ length: sets * race.pages }, (_, i) => FIRST_PFN + i);
  machine.apply({ kind: 'map', address: vmalloc.base, pfns });
  const programs = Array.from({ length: race.cpus }, (_, cpu) => {
    const first = (cpu % sets) * race.pages;
    return roundsOf(vmalloc.base + (BigInt(first) << 12n), race.pages, race.rounds);
  });
  const places = pfns.flatMap((page, i) => [
    { area: machine, page },
    { area: vmalloc, page: i },
  ]);
  return { cpus: new Cpus(machine, programs, race.without), check: new ScheduleCheck(places, machine.profile) };
}
