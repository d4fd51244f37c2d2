import type { CpuStep } from './cpus.ts';

/** What each step is in the kernel, in few words. */
const DID: Readonly<Record<CpuStep['did'], string>> = {
  lookup: 'looks the entry up',
  write: 'writes the 4K entry',
  decide: 'should_split_large_page',
  allocate: 'takes a page for a table',
  split: '__split_large_page',
  policy: 'collapses',
  operation: 'the whole operation',
};

/** A schedule to be read: a line a step, "CPU 1  __split_large_page  direct map page 262844  cpa_lock pgd_lock". */
export function scheduleText(schedule: readonly CpuStep[]): string[] {
  return schedule.map(({ cpu, operation, did, locks, area, page }) => {
    const held = locks.length === 0 ? 'no lock' : locks.join(' ');
    return `CPU ${cpu}  operation ${operation}  ${DID[did].padEnd(24)}  ${area} page ${page}  ${held}`;
  });
}
