import { exploreSchedules, type Guard, Random, runSchedule, scheduleText, TooManyStates } from '../engine/index.ts';
import { type Race, splitMappingRace } from '../workloads/split-mapping-race.ts';
import { POLICY_NAMES, policyChoice } from '../x86/policies.ts';
import { readOptions } from './options.ts';
import { UsageError } from './replay-arguments.ts';
import type { Output } from './run-command.ts';

const HELP = `Runs mode 1 of the RFC's split_mapping on simulated CPUs, in all schedules or in random ones, and checks every step.

  npm run --silent schedules -- [--policy POLICY] [--cpus N] [--pages N] [--rounds N]
                                            [--apart] [--random N] [--without GUARD,...]
      Each CPU makes the same pages RO, X, RW and NX, once or --rounds times. CPUs are interleaved at the
      kernel's lock points. The tables must be whole, none leaked, and no change of a page lost.
      --policy: ${POLICY_NAMES.join(', ')} (rfc-merge when it is not given). --cpus: 2 to 8.
      --apart: each CPU has pages of its own, all in the same 2M.
      --random: not all schedules, but those of the seeds 1 to N.
      --without: what is left out: cpa_lock, or the second look before the write of a 4K entry (write), the
      decision about a large page (decide), a split (split).
      cpa_lock is held from the lookup to the write or the decision, and makes these two second looks idle; kernels
      with debug_pagealloc do not take it. What they are for is seen with --apart --without cpa_lock,write.

A schedule that does damage is printed step by step.
Exit code: 0 no damage, 1 damage, 2 wrong usage or too many schedules.`;

const GUARDS: readonly Guard[] = ['cpa_lock', 'write', 'decide', 'split'];
/** Different moments that are kept to see that nothing is tried twice. */
const MOST_STATES = 200_000;
const OPTIONS = ['--policy', '--cpus', '--pages', '--rounds', '--random', '--without'];

/** The command `schedules`; returns its exit code: 0 (no damage), 1 (damage) or 2 (wrong usage, too many schedules). */
export async function schedulesCommand(args: readonly string[], output: Output): Promise<0 | 1 | 2> {
  if (args.includes('--help') || args.includes('-h')) {
    output.out(HELP);
    return 0;
  }
  try {
    const { files, values, flags } = readOptions(args, { values: OPTIONS, flags: ['--apart'] });
    if (files[0] !== undefined) throw new UsageError(`${files[0]}: no file is expected`);
    const race: Race = {
      choice: policyChoice(oneOf('--policy', values.get('--policy') ?? 'rfc-merge', POLICY_NAMES)),
      cpus: numberOf('--cpus', values.get('--cpus') ?? '2', 2, 8),
      pages: numberOf('--pages', values.get('--pages') ?? '1', 1, 512),
      rounds: numberOf('--rounds', values.get('--rounds') ?? '1', 1, 1000),
      apart: flags.has('--apart'),
      without: (values.get('--without')?.split(',') ?? []).map((guard) => oneOf('--without', guard, GUARDS)),
    };
    const seeds = values.get('--random');
    return seeds === undefined ? all(race, output) : some(race, numberOf('--random', seeds, 1, 1_000_000), output);
  } catch (error) {
    if (error instanceof UsageError) output.err(`schedules: ${error.message}. See --help`);
    else if (error instanceof TooManyStates)
      output.err(`schedules: ${error.message}. Try fewer pages, or --random 100`);
    else throw error;
    return 2;
  }
}

function all(race: Race, output: Output): 0 | 1 {
  const { cpus, check } = splitMappingRace(race);
  const { schedules, states, damage } = exploreSchedules(cpus, check, MOST_STATES);
  if (damage !== undefined) return report(damage, output);
  const count = schedules.toLocaleString('en');
  output.out(`${count} schedules, ${states.toLocaleString('en')} different moments: no damage`);
  explain(race, output);
  return 0;
}

function some(race: Race, seeds: number, output: Output): 0 | 1 {
  for (let seed = 1; seed <= seeds; seed++) {
    const { cpus, check } = splitMappingRace(race);
    const random = new Random(seed);
    const damage = runSchedule(cpus, check, (ready) => ready[random.below(ready.length)]);
    if (damage !== undefined) return report(damage, output);
  }
  output.out(`${seeds.toLocaleString('en')} random schedules: no damage`);
  explain(race, output);
  return 0;
}

/** Why leaving a second look out did nothing. */
function explain({ without }: Race, output: Output): void {
  const idle = without.filter((guard) => guard === 'write' || guard === 'decide');
  if (idle.length === 0 || without.includes('cpa_lock')) return;
  output.out(
    `cpa_lock is held from the lookup on, so nothing can come between it and "${idle.join('" or "')}". See what happens where it is not taken (debug_pagealloc): --apart --without cpa_lock,${idle.join(',')}`,
  );
}

function report({ schedule, what }: { schedule: Parameters<typeof scheduleText>[0]; what: string }, output: Output): 1 {
  for (const line of scheduleText(schedule)) output.out(line);
  output.out(`damage: ${what}`);
  return 1;
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((name) => name === value);
  if (found === undefined) throw new UsageError(`${option} is ${value}, known are ${known.join(', ')}`);
  return found;
}

function numberOf(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`${option} is ${text}, expected a number from ${least} to ${most}`);
}
