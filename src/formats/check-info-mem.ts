import { endOfRun, type LeafRuns } from '../x86/leaf-runs.ts';
import { P, RW } from '../x86/prot.ts';
import { withCommas } from './excerpt.ts';
import type { Checked, Finding } from './finding.ts';
import type { InfoMemDirectMap } from './info-mem-direct-map.ts';
import type { OpenedMachine } from './opened-machine.ts';
import { hexAddress } from './ptdump.ts';

const FOREIGN_PART = 1 / 16;
const MOST_RANGES = 4;

/** Pages in a row that are not present, read-only or writable. */
interface Stretch {
  readonly firstPfn: number;
  readonly endPfn: number;
  readonly state: State;
}
type State = 'absent' | 'ro' | 'rw';

const STATE_TEXT: Readonly<Record<State, string>> = { absent: 'not present', ro: 'read-only', rw: 'writable' };

/** Compares which pages `info mem` shows as present and writable with the leaves of a machine, page by page. */
export function checkInfoMem(part: string, machine: OpenedMachine, shown: InfoMemDirectMap): Checked {
  const basePage = Number(machine.directMapBase / 4096n);
  if (shown.basePage !== basePage)
    return {
      foreign: `its direct map begins at ${hexAddress(shown.basePage)}, that of this machine at ${hexAddress(basePage)}`,
    };
  const ours = stretchesOf(machine.leaves);
  const theirs = shown.areas.map(
    ({ startPage, endPage, writable }): Stretch => ({
      firstPfn: startPage - basePage,
      endPfn: endPage - basePage,
      state: writable ? 'rw' : 'ro',
    }),
  );
  const kinds = new Map<string, Difference>();
  let off = 0;
  for (const { firstPfn, endPfn, ours: here, theirs: there } of differences(ours, theirs)) {
    const key = `${here} ${there}`;
    const kind = kinds.get(key) ?? { here, there, ranges: [], pages: 0 };
    const last = kind.ranges.at(-1);
    if (last?.endPfn === firstPfn) last.endPfn = endPfn;
    else kind.ranges.push({ firstPfn, endPfn });
    kind.pages += endPfn - firstPfn;
    if (here === 'absent' || there === 'absent') off += endPfn - firstPfn;
    kinds.set(key, kind);
  }
  const pages = ours.reduce((sum, { firstPfn, endPfn }) => sum + endPfn - firstPfn, 0);
  if (off > Math.max(pages * FOREIGN_PART, 16384))
    return { foreign: `${withCommas(off)} pages are present in only one of the two` };
  if (kinds.size === 0)
    return {
      findings: [
        {
          part,
          verdict: 'agrees',
          what: `It shows the same ${withCommas(pages)} pages of the direct map present, and the same of them writable, in ${withCommas(theirs.length)} stretches.`,
          reason: '',
        },
      ],
    };
  return { findings: [...kinds.values()].map((kind) => finding(part, kind, basePage)) };
}

interface Difference {
  readonly here: State;
  readonly there: State;
  readonly ranges: { firstPfn: number; endPfn: number }[];
  pages: number;
}

function finding(part: string, { here, there, ranges, pages }: Difference, basePage: number): Finding {
  const places = ranges
    .slice(0, MOST_RANGES)
    .map(({ firstPfn, endPfn }) => `${hexAddress(basePage + firstPfn)} to ${hexAddress(basePage + endPfn)}`);
  if (ranges.length > MOST_RANGES) places.push(`${withCommas(ranges.length - MOST_RANGES)} more stretches`);
  const many = pages === 1 ? '1 page is' : `${withCommas(pages)} pages are`;
  const single = pages === ranges.length;
  return {
    part,
    verdict: 'differs',
    what: `${many} ${STATE_TEXT[there]} in it and ${STATE_TEXT[here]} in the machine: ${places.join(', ')}.`,
    reason: here === 'absent' || there === 'absent' ? presenceReason(single) : writableReason(there),
  };
}

const presenceReason = (single: boolean): string =>
  single
    ? 'Single pages come and go with KFENCE, secretmem and set_direct_map_invalid_noflush: they are of different moments.'
    : 'They are of different moments: memory was added or taken away, or pages were set not present or present again.';

const writableReason = (there: State): string =>
  there === 'ro'
    ? 'They are of different moments: this one has code or data of modules or BPF programs there that was made read-only.'
    : 'They are of different moments: the machine has code or data of modules or BPF programs there that was made read-only.';

function stretchesOf(leaves: LeafRuns): Stretch[] {
  const stretches: { firstPfn: number; endPfn: number; state: State }[] = [];
  for (const [row, prot] of leaves.prot.entries()) {
    if (!(prot & P)) continue;
    const state = prot & RW ? 'rw' : 'ro';
    const [firstPfn, endPfn] = [leaves.pfn[row], endOfRun(leaves, row)];
    const last = stretches.at(-1);
    if (last?.endPfn === firstPfn && last.state === state) last.endPfn = endPfn;
    else stretches.push({ firstPfn, endPfn, state });
  }
  return stretches;
}

/** Pages whose state differs, in order; both lists ascend and do not overlap. */
function* differences(ours: readonly Stretch[], theirs: readonly Stretch[]) {
  let [i, j, from] = [0, 0, 0];
  while (i < ours.length || j < theirs.length) {
    const [a, b] = [ours[i], theirs[j]];
    const here = a !== undefined && a.firstPfn <= from ? a.state : 'absent';
    const there = b !== undefined && b.firstPfn <= from ? b.state : 'absent';
    const to = Math.min(
      a === undefined ? Number.POSITIVE_INFINITY : a.firstPfn <= from ? a.endPfn : a.firstPfn,
      b === undefined ? Number.POSITIVE_INFINITY : b.firstPfn <= from ? b.endPfn : b.firstPfn,
    );
    if (here !== there) yield { firstPfn: from, endPfn: to, ours: here, theirs: there } as const;
    if (a !== undefined && a.endPfn <= to) i++;
    if (b !== undefined && b.endPfn <= to) j++;
    from = to;
  }
}
