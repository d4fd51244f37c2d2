import { LeafRunBuilder } from '../x86/leaf-run-builder.ts';
import { equalRuns, type LeafRuns, leafColumns } from '../x86/leaf-runs.ts';
import type { Level } from '../x86/page.ts';
import { G, NX, P, type Prot, RW } from '../x86/prot.ts';
import { checkInfoMem } from './check-info-mem.ts';
import { checkIomem } from './check-iomem.ts';
import { checkMeminfo } from './check-meminfo.ts';
import { checkVmstat } from './check-vmstat.ts';
import type { Checked, Finding } from './finding.ts';
import type { Iomem, PfnRange } from './iomem.ts';
import type { MachinePart } from './machine-part.ts';
import { mappedRanges, pagesOnlyIn } from './mapped-ranges.ts';
import type { OpenedMachine } from './opened-machine.ts';
import { type ResolvedTrace, resolveTrace, tracePlaceOf } from './trace-passes.ts';

/** One file and what it holds. */
export interface NamedPart {
  readonly name: string;
  readonly part: MachinePart;
}

/** A machine put together from all files that tell something of it. */
export interface JoinedMachine {
  /** The file with the map. */
  readonly name: string;
  readonly machine: OpenedMachine;
  /** All its files: name, and what they were recognised as. */
  readonly parts: readonly { readonly name: string; readonly format: string }[];
  readonly findings: readonly Finding[];
  /** What is to be known of how its files were read. */
  readonly warnings: readonly string[];
  /** From /proc/iomem; undefined: not known. */
  readonly iomem: Iomem | undefined;
  /** RAM that is not mapped: not present, where other holes are no RAM. */
  readonly unmappedRam: readonly PfnRange[];
  /** What is done to it; undefined: no trace. */
  readonly trace: ResolvedTrace | undefined;
}

/** A file that belongs to none of the machines, and why. */
export interface AsidePart {
  readonly name: string;
  readonly why: string;
}

/** What a part that is no machine is, as a person says it. */
export const FACT_NAMES = {
  meminfo: '/proc/meminfo',
  vmstat: '/proc/vmstat',
  iomem: '/proc/iomem',
  'info-mem': 'info mem of QEMU',
  trace: 'trace of CPA',
} as const;

/**
 * Puts files together, in whatever order they come: each fact goes to the machine that it differs least from, or
 * aside when it can be of none; a trace goes to the first machine. Two dumps of one moment are one machine, unless
 * `dumpsApart` keeps every dump a machine of its own.
 */
export function joinParts(
  parts: readonly NamedPart[],
  dumpsApart = false,
): {
  readonly machines: readonly JoinedMachine[];
  readonly aside: readonly AsidePart[];
} {
  const aside: AsidePart[] = [];
  const groups: Group[] = [];
  for (const { name, part } of parts) {
    if (part.kind !== 'machine') continue;
    const same = dumpsApart ? undefined : groups.find((group) => isSameMap(group.machine, part.machine));
    if (same === undefined) groups.push(new Group(name, part.machine));
    else same.takeDump(name, part.machine);
  }
  for (const kind of ['iomem', 'meminfo', 'vmstat', 'info-mem', 'trace'] as const)
    for (const { name, part } of parts) {
      if (part.kind !== kind) continue;
      const why = assign(groups, name, part);
      if (why !== undefined) aside.push({ name, why });
    }
  return { machines: groups.map((group) => group.joined()), aside };
}

/** Gives a fact to the machine that it fits best; why it fits none. */
function assign(
  groups: readonly Group[],
  name: string,
  part: Exclude<MachinePart, { kind: 'machine' }>,
): string | undefined {
  let best: { group: Group; checked: { readonly findings: readonly Finding[] }; off: number } | undefined;
  let why = 'there is no map beside it';
  for (const group of groups) {
    const checked = group.has(part.kind)
      ? { foreign: `this machine has ${FACT_NAMES[part.kind]} already` }
      : group.check(name, part);
    if ('foreign' in checked) {
      why = `it cannot be of the machine of ${group.name}: ${checked.foreign}`;
      continue;
    }
    const off = checked.findings.filter(({ verdict }) => verdict === 'differs').length;
    if (best === undefined || off < best.off) best = { group, checked, off };
  }
  if (best === undefined) return why;
  best.group.take(name, part, best.checked.findings);
  return undefined;
}

class Group {
  name: string;
  machine: OpenedMachine;
  readonly #parts: { readonly name: string; readonly format: string }[];
  readonly #kinds = new Set<string>();
  readonly #findings: Finding[] = [];
  readonly #warnings: string[] = [];
  #iomem: Iomem | undefined;
  #trace: ResolvedTrace | undefined;

  constructor(name: string, machine: OpenedMachine) {
    this.name = name;
    this.machine = machine;
    this.#parts = [{ name, format: machine.format }];
  }

  has(kind: string): boolean {
    return this.#kinds.has(kind);
  }

  /** A second dump of the same moment: the one that tells more stands, and the other confirms it. */
  takeDump(name: string, machine: OpenedMachine): void {
    this.#parts.push({ name, format: machine.format });
    const better = worth(machine) > worth(this.machine);
    const part = better ? this.name : name;
    const imageTables = this.machine.kernel?.imageTables ?? machine.kernel?.imageTables;
    const mapping = this.machine.kernel?.mapping ?? machine.kernel?.mapping;
    if (better) [this.name, this.machine] = [name, machine];
    this.machine = { ...this.machine, kernel: { ...this.machine.kernel, mapping, imageTables } };
    this.#findings.push({ part, verdict: 'agrees', what: `It shows the same leaves as ${this.name}.`, reason: '' });
  }

  check(name: string, part: Exclude<MachinePart, { kind: 'machine' }>): Checked {
    if (part.kind === 'meminfo') return checkMeminfo(name, this.machine, part.meminfo, this.#iomem?.ram);
    if (part.kind === 'vmstat') return checkVmstat(name, this.machine, part.vmstat);
    if (part.kind === 'info-mem') return checkInfoMem(name, this.machine, part.infoMem.directMap);
    return part.kind === 'iomem' ? checkIomem(name, this.machine, part.iomem) : { findings: [] };
  }

  take(name: string, part: Exclude<MachinePart, { kind: 'machine' }>, findings: readonly Finding[]): void {
    this.#kinds.add(part.kind);
    this.#parts.push({ name, format: FACT_NAMES[part.kind] });
    this.#findings.push(...findings);
    if (part.kind === 'iomem') this.#iomem = part.iomem;
    if (part.kind === 'info-mem') this.#warnings.push(...part.infoMem.warnings.map((warning) => `${name}: ${warning}`));
    if (part.kind === 'trace') this.#trace = resolveTrace(part.trace, tracePlaceOf(this.machine));
  }

  joined(): JoinedMachine {
    const unmappedRam =
      this.#iomem === undefined ? [] : pagesOnlyIn(this.#iomem.ram, mappedRanges(this.machine.leaves));
    return {
      name: this.name,
      machine: this.machine,
      parts: this.#parts,
      findings: this.#findings,
      warnings: [...this.machine.warnings, ...this.#warnings, ...(this.#trace?.warnings ?? [])],
      iomem: this.#iomem,
      unmappedRam,
      trace: this.#trace,
    };
  }
}

/** A memory image has every bit, `info tlb` has ACCESSED and DIRTY, a dump as text neither. */
const worth = ({ format, kernel }: OpenedMachine): number =>
  kernel?.find !== undefined ? 3 : kernel?.mapping !== undefined ? 2 : format === 'page-table dump' ? 1 : 0;

/** Bits that every format shows of every page. */
const SHOWN = RW | NX | G;

/** Equal in place, size, RW, NX and GLOBAL of every present page. */
function isSameMap(a: OpenedMachine, b: OpenedMachine): boolean {
  return a.directMapBase === b.directMapBase && equalRuns(shownRuns(a.leaves), shownRuns(b.leaves));
}

function shownRuns({ pfn, count, level, prot }: LeafRuns): LeafRuns {
  const shown = new LeafRunBuilder(leafColumns(pfn.length));
  for (let row = 0; row < pfn.length; row++)
    if (prot[row] & P) shown.append(pfn[row], level[row] as Level, (prot[row] & SHOWN) as Prot, count[row]);
  return shown.runs();
}
