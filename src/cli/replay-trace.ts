import { type Machine, Memory, machineFromLeaves, type Profile, profileFor } from '../engine/index.ts';
import { POINTER } from '../engine/words.ts';
import type { GoldenHeader, GoldenOperation, GoldenState, GoldenTrace } from '../formats/golden-trace.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { BOOT_LARGE, G, KERNPG_TABLE, type Prot } from '../x86/prot.ts';
import { splitMappingFacts } from './split-mapping-facts.ts';
import { traceOperation } from './trace-operation.ts';
import { type Counted, countedOf, engineState, recordedState, type TraceState } from './trace-state.ts';
import { windowLeaves } from './window-leaves.ts';

/** Memory beside the window from which split_mapping takes its pages. */
const OWN_PAGES = 4 * PAGES_1G;
/** An nr_same_prot past 512, as KFENCE leaves it, is kept up to here. */
const MOST_SAME = 16384;

type SplitMappingTarget = Extract<GoldenOperation['target'], { readonly kind: 'split_mapping' }>;

/** An operation after which the engine and the recording differ. */
export interface Mismatch {
  /** "12 ro 600 1". */
  readonly operation: string;
  /** One line each: what differs, recorded and from the engine. */
  readonly differences: readonly string[];
}

/** Replays a recorded trace on the engine, operation by operation, and compares what was recorded after each. */
export class TraceReplay {
  readonly #header: GoldenHeader;
  readonly #machine: Machine;
  /** split_mapping need not split as often as in the recording, so what is counted over operations is counted anew then. */
  #base: { readonly recorded: GoldenState; readonly engine: Counted };
  #last: GoldenState;

  /** Throws LeafRunError for a window that no page tables can hold. */
  constructor(header: GoldenHeader) {
    this.#header = header;
    this.#machine = guestOf(header);
    this.#base = { recorded: header, engine: countedOf(this.#machine) };
    this.#last = header;
  }

  /** The next operation; undefined: all is equal after it. */
  next(recorded: GoldenOperation): Mismatch | undefined {
    const machine = this.#machine;
    const { target } = recorded;
    const before = countedOf(machine);
    const operation = traceOperation(this.#header, recorded);
    const rc = typeof operation === 'number' ? operation : machine.apply(operation);
    for (const { effects } of machine.areas) effects.cut(0);
    const differences: string[] = [];
    if (rc !== recorded.rc) differences.push(line('return code', recorded.rc, rc));
    if (target.kind === 'window') {
      const engine = engineState(machine, this.#header, before.counters, this.#base.engine);
      const wanted = recordedState(recorded, this.#base.recorded);
      differences.push(...differentCounts(wanted, engine), ...differentWindow(wanted, engine));
    } else {
      const engine = engineState(machine, this.#header, before.counters, before);
      const wanted = recordedState(recorded, this.#last);
      differences.push(
        ...differentSplitMapping(wanted, engine, target, machine.profile),
        ...differentWindow(wanted, engine),
      );
      this.#base = { recorded, engine: countedOf(machine) };
    }
    if (differences.length === 0) differences.push(...contradictions(recorded, this.#header));
    this.#last = recorded;
    return differences.length === 0 ? undefined : { operation: operationText(recorded), differences };
  }
}

/** Replays a whole trace. */
export function replayTrace({ header, operations }: GoldenTrace): Mismatch[] {
  const replay = new TraceReplay(header);
  return operations.flatMap((operation) => replay.next(operation) ?? []);
}

/** The guest of a recording: the window, and behind it memory of the kernel's own, in 2M pages. */
function guestOf(header: GoldenHeader): Machine {
  const { windowPfn, windowPages, globalInUse } = header;
  const own = { firstPfn: windowPfn + windowPages, endPfn: windowPfn + windowPages + OWN_PAGES };
  const leaves = windowLeaves(header);
  const prot = (globalInUse ? BOOT_LARGE : BOOT_LARGE & ~G) as Prot;
  leaves.append(own.firstPfn, 2, prot, OWN_PAGES / PAGES_2M);
  const directMapBase = BigInt(`0x${header.windowVa}`) - (BigInt(windowPfn) << 12n);
  const gbPages = header.directMap[2] > 0 || header.runs.some(({ level }) => level === 3);
  const layout = { directMapBase, pagingLevels: 4, gbPages, globalInUse } as const;
  const profile = { ...profileFor(header.choice), flushCeiling: header.flushCeiling };
  const machine = machineFromLeaves(leaves.runs(), layout, profile, [], new Memory([own]));
  trackTables(machine, header);
  return machine;
}

/** Tables that splits had made before the recording began count on as they did. */
function trackTables(machine: Machine, header: GoldenHeader): void {
  const { tables, words } = machine;
  for (const { start, level, tracked, sameProt, nrSameProt } of header.tables ?? []) {
    const page = header.windowPfn + start;
    const table = level === 'PMD' ? machine.gibTable(Math.floor(page / PAGES_1G)) : tables.pteTable(page);
    if (!tracked || table === 0) continue;
    const isPointer = level === 'PMD' && sameProt === KERNPG_TABLE;
    const same = isPointer ? POINTER : words.of(sameProt, level === 'PMD' ? 2 : 1);
    tables.track(table, same, Math.min(Math.max(nrSameProt, 1), MOST_SAME));
    tables.markUncounted(table);
  }
}

/** What a recording tells twice must be the same. */
function contradictions(state: GoldenState, header: GoldenState): string[] {
  const twice = [
    ['ddm', state.again.directMap, header.again.directMap, since(state.directMap, header.directMap)],
    ['ev', state.again.events, header.again.events, since(state.deltaEvents, header.deltaEvents)],
  ] as const;
  return twice.flatMap(([field, now, before, counted]) => {
    if (now === undefined || before === undefined || since(now, before).join() === counted.join()) return [];
    return [`"${field}" since the header: recorded ${since(now, before).join(' ')}, and also ${counted.join(' ')}`];
  });
}

const since = (values: readonly number[], base: readonly number[]): number[] =>
  values.map((value, i) => value - (base[i] ?? 0));

function differentCounts(recorded: TraceState, engine: TraceState): string[] {
  return [
    ...differentNumbers('DirectMap 4k 2M 1G', recorded.directMap, engine.directMap),
    ...differentNumbers('splits of 2M, of 1G, pages made: 2M, 1G', recorded.events, engine.events),
    ...differentNumbers('cpa_stats', recorded.cpaStats, engine.cpaStats),
    ...differentNumbers('flush: all, ranged, pages, cpa_flush_all', recorded.flushes, engine.flushes),
  ];
}

function differentWindow(recorded: TraceState, engine: TraceState): string[] {
  const differences = [
    ...differentNumbers('entries with another PFN', [recorded.pfnBad], [engine.pfnBad]),
    ...firstDifferent('leaf', recorded.leaves, engine.leaves),
  ];
  if (recorded.tables !== undefined && engine.tables !== undefined)
    differences.push(...firstDifferent('table', recorded.tables, engine.tables));
  return differences;
}

function differentSplitMapping(
  recorded: TraceState,
  engine: TraceState,
  target: SplitMappingTarget,
  profile: Profile,
): string[] {
  const found = splitMappingFacts(engine, target, profile);
  return splitMappingFacts(recorded, target, profile).flatMap(({ what, value }, i) =>
    value === found[i].value ? [] : [line(what, value, found[i].value)],
  );
}

function differentNumbers(what: string, recorded: readonly number[], engine: readonly number[]): string[] {
  return recorded.join() === engine.join() ? [] : [line(what, recorded.join(' '), engine.join(' '))];
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
