import { differingView, mapView, ownerView, type Run, writableExecutablePages } from '../engine/index.ts';
import { operationText } from '../workloads/operation-text.ts';
import type { Session } from '../workloads/session.ts';
import type { CallInfo, Counters, Frame } from './calls.ts';
import { type EventColumns, EventKind, type MapColumns, type MarkColumns, type ViewRequest } from './columns.ts';

/** More events than this are not animated, so they are not sent. */
const MOST_EVENTS = 20_000;

/** Puts the run to a step and describes it; `from` is the step that the page shows now. */
export function frameAt(session: Session, step: number, from: number, view: ViewRequest): Frame {
  const { run } = session;
  run.seek(step);
  return {
    step,
    columns: columnsOf(session, view),
    counters: countersOf(run),
    call: step === 0 ? undefined : callInfo(run, step),
    events: eventsBetween(run, from, step),
  };
}

/** The map at the run's step. */
export function columnsOf(session: Session, view: ViewRequest): MapColumns {
  const order = Math.min(9, Math.max(0, Math.floor(view.order)));
  const { run } = session;
  const { machine } = run;
  const map = mapView(machine, view.gibs, order);
  const differing = view.differing ? { differing: differingView(machine, map.detailGib) } : {};
  const owners = view.owners ? { owners: ownerView(run, map.detailGib, order) } : {};
  return { step: run.step, ...map, ...differing, ...owners };
}

/** All splits and merges of the run. */
export function marksOf(run: Run): MarkColumns {
  const { effects } = run;
  const rows: number[] = [];
  for (let row = 0; row < effects.length; row++) if (effects.kind(row) !== EventKind.write) rows.push(row);
  return {
    step: Uint32Array.from(rows, (row) => run.stepOfEffect(row)),
    kind: Uint8Array.from(rows, (row) => effects.kind(row)),
    level: Uint8Array.from(rows, (row) => effects.level(row)),
  };
}

function callInfo(run: Run, step: number): CallInfo {
  const operation = run.operation(step);
  const alias = operation.kind === 'pass' && operation.caller?.startsWith('set_memory');
  return {
    text: operationText(operation),
    rc: run.rc(step),
    origin: alias ? 'reached the direct map as the alias of a module or BPF page' : undefined,
  };
}

function countersOf(run: Run): Counters {
  const { machine } = run;
  const { counters, profile, tables } = machine;
  const [n4k, n2m, n1g] = machine.leafCounts();
  return {
    leaves: { '4K': n4k, '2M': n2m, '1G': n1g },
    vmstat: profile.vmstat(counters),
    flushAll: counters.flushAll,
    flushRanged: counters.flushRanged,
    flushedPages: counters.flushedPages,
    tablePages: tables.inUse,
    tablePagesPlaced: machine.tablePages.count,
    writableExecutable: writableExecutablePages(machine),
  };
}

function eventsBetween(run: Run, from: number, to: number): EventColumns {
  const { effects } = run;
  const { state } = run.machine.words;
  const first = from < to ? run.effectsEnd(from) : 0;
  const end = from < to ? run.effectsEnd(to) : 0;
  const count = end - first > MOST_EVENTS ? 0 : end - first;
  return {
    count,
    step: Uint32Array.from({ length: count }, (_, i) => run.stepOfEffect(first + i)),
    kind: Uint8Array.from({ length: count }, (_, i) => effects.kind(first + i)),
    level: Uint8Array.from({ length: count }, (_, i) => effects.level(first + i)),
    pfn: Float64Array.from({ length: count }, (_, i) => effects.pfn(first + i)),
    pages: Float64Array.from({ length: count }, (_, i) => effects.pages(first + i)),
    origin: Float64Array.from({ length: count }, (_, i) => effects.origin(first + i)),
    from: Uint8Array.from({ length: count }, (_, i) => state[effects.from(first + i)]),
    to: Uint8Array.from({ length: count }, (_, i) => state[effects.to(first + i)]),
  };
}
