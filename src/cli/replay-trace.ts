import { type Machine, machineFromLeaves, profileFor } from '../engine/index.ts';
import type { GoldenOperation, GoldenTrace } from '../formats/golden-trace.ts';
import { traceOperation } from './trace-operation.ts';
import { engineState, recordedState, type TraceState } from './trace-state.ts';

/** An operation after which the engine and the recording differ. */
export interface Mismatch {
  /** "12 ro 600 1". */
  readonly operation: string;
  /** One line each: what differs, recorded and from the engine. */
  readonly differences: readonly string[];
}

/** Replays a recorded trace on the engine and compares everything recorded after every operation. */
export function replayTrace(trace: GoldenTrace): Mismatch[] {
  const { header, operations } = trace;
  const machine = guestOf(trace);
  const leavesBefore = machine.leafCounts();
  const mismatches: Mismatch[] = [];
  for (const recorded of operations) {
    const before = { ...machine.counters };
    const operation = traceOperation(header, recorded);
    const rc = typeof operation === 'number' ? operation : machine.apply(operation);
    machine.effects.cut(0);
    const differences = compare(recordedState(recorded, header), engineState(machine, header, before, leavesBefore));
    if (rc !== recorded.rc) differences.unshift(line('return code', recorded.rc, rc));
    if (differences.length > 0) mismatches.push({ operation: operationText(recorded), differences });
  }
  return mismatches;
}

/** The guest of a recording as far as it was recorded: the window. */
function guestOf({ header }: GoldenTrace): Machine {
  const leaves = header.runs.map(({ start, level, prot, count }) => ({
    pfn: header.windowPfn + start,
    level,
    prot,
    count,
  }));
  const directMapBase = BigInt(`0x${header.windowVa}`) - (BigInt(header.windowPfn) << 12n);
  return machineFromLeaves(leaves, { directMapBase, pagingLevels: 4 }, profileFor(header.choice));
}

function compare(recorded: TraceState, engine: TraceState): string[] {
  const differences: string[] = [];
  const numbers = (what: string, a: readonly number[], b: readonly number[]): void => {
    if (a.join() !== b.join()) differences.push(line(what, a.join(' '), b.join(' ')));
  };
  numbers('DirectMap 4k 2M 1G', recorded.directMap, engine.directMap);
  numbers('splits of 2M, of 1G, pages made: 2M, 1G', recorded.events, engine.events);
  numbers('cpa_stats', recorded.cpaStats, engine.cpaStats);
  numbers('flush: all, ranged, pages, cpa_flush_all', recorded.flushes, engine.flushes);
  numbers('entries with another PFN', [recorded.pfnBad], [engine.pfnBad]);
  differences.push(...firstDifferent('leaf', recorded.leaves, engine.leaves));
  if (recorded.tables !== undefined && engine.tables !== undefined)
    differences.push(...firstDifferent('table', recorded.tables, engine.tables));
  return differences;
}

function firstDifferent(what: string, recorded: readonly string[], engine: readonly string[]): string[] {
  const length = Math.max(recorded.length, engine.length);
  for (let i = 0; i < length; i++)
    if (recorded[i] !== engine[i]) return [line(`${what} ${i}`, recorded[i] ?? 'nothing', engine[i] ?? 'nothing')];
  return [];
}

const line = (what: string, recorded: string | number, engine: string | number): string =>
  `${what}: recorded ${recorded}, engine ${engine}`;

function operationText({ index, op, target }: GoldenOperation): string {
  const { pages } = target;
  return target.kind === 'window'
    ? `${index} ${op} ${target.start} ${pages}`
    : `${index} ${op} mode ${target.mode} ${pages}`;
}
