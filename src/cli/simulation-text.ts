import {
  diagnose,
  type Leaves,
  standingSplits,
  standingSplitsText,
  tableGroupsText,
  wrapText,
} from '../engine/index.ts';
import { operationName } from '../workloads/operation-text.ts';
import type { Session } from '../workloads/session.ts';

const SIZES = ['4K', '2M', '1G'] as const;

/** What a run did, machine-readable: leaf entries, counts of events, tables. */
export function simulationJson(session: Session) {
  const { run, workload, choice } = session;
  const { machine, series } = run;
  const { flushAll, flushRanged, flushedPages } = machine.counters;
  const { groups, pteTables, withHoles, uniform, possible, wx } = diagnose(machine);
  let failed = 0;
  for (let step = 1; step <= run.steps; step++) if (run.rc(step) !== 0) failed++;
  return {
    title: workload.title,
    policy: choice.policy,
    patch1: choice.globalFix,
    kernel: machine.profile.kernel,
    steps: run.steps,
    failed,
    before: { '4K': series.leaves4k[0], '2M': series.leaves2m[0], '1G': series.leaves1g[0] } as Leaves,
    after: {
      '4K': series.leaves4k[run.steps],
      '2M': series.leaves2m[run.steps],
      '1G': series.leaves1g[run.steps],
    } as Leaves,
    possible,
    vmstat: Object.fromEntries(machine.profile.vmstat(machine.counters).map(({ name, value }) => [name, value])),
    flushes: { all: flushAll, ranged: flushRanged, pages: flushedPages },
    tablePages: machine.tables.inUse,
    splitTables: { all: pteTables, withHoles, uniform, groups },
    standing: standingSplits(run, operationName),
    wxPages: wx.reduce((sum, { pages }) => sum + pages, 0),
    warnings: workload.warnings,
  };
}

/** The same for people. */
export function simulationText(session: Session): readonly string[] {
  const {
    title,
    policy,
    patch1,
    kernel,
    steps,
    failed,
    before,
    after,
    possible,
    vmstat,
    flushes,
    tablePages,
    ...rest
  } = simulationJson(session);
  const { splitTables, standing, warnings } = rest;
  const nofix = session.choice.policy === 'rfc-merge' && !patch1 ? ' without patch 1' : '';
  const lines = [
    `${title}, under ${policy}${nofix} (Linux ${kernel})`,
    `${count(steps)} steps${failed > 0 ? `, ${count(failed)} of them failed` : ''}`,
    '',
    '           before        after     possible',
    ...SIZES.map(
      (size) => `  ${size}${[before, after, possible].map((leaves) => count(leaves[size]).padStart(13)).join('')}`,
    ),
    '',
    ...Object.entries(vmstat).map(([name, value]) => `${name} ${value}`),
    `flushes: ${count(flushes.all)} of all, ${count(flushes.ranged)} of ranges with ${count(flushes.pages)} pages`,
    `page-table pages: ${count(tablePages)}`,
    '',
    ...tableGroupsText({ ...splitTables, pteTables: splitTables.all }),
    ...standingSplitsText(standing),
  ];
  for (const warning of warnings) lines.push('', ...wrapText(`note: ${warning}`, '  '));
  return lines;
}

const count = (value: number): string => value.toLocaleString('en-US');
