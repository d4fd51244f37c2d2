import { type EventColumns, EventKind } from '../bridge/columns.ts';
import { tokens } from '../theme/tokens.ts';
import { type Level, PAGES_1G, pagesOf } from '../x86/page.ts';

/** One thing that moves on the map. Times are ms from the start of its plan. */
export interface Motion {
  /** `lift` is the short form of all others, for when much happens at once. */
  readonly kind: 'split' | 'merge' | 'recolour' | 'lift';
  /** Level of the page split or made; of a recolour, the level of the entries written. */
  readonly level: Level;
  readonly pfn: number;
  readonly pages: number;
  /** The page where the wave starts. */
  readonly origin: number;
  /** PageState before and after. */
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** All motions of the events of one frame. */
export interface MotionPlan {
  readonly motions: readonly Motion[];
  readonly totalMs: number;
}

const { split: SPLIT, home: HOME, merge: MERGE, cascade: CASCADE, crowded: CROWDED } = tokens.motion;
/** The 2M page cracks while the 1G page around it still does. */
const NESTED_SPLIT_MS = 160;

interface Clock {
  step: number;
  split: Motion | undefined;
  written: number;
  merge: Motion | undefined;
}

const contains = (outer: Motion | undefined, pfn: number): boolean =>
  outer !== undefined && pfn >= outer.pfn && pfn < outer.pfn + outer.pages;

function rowOf(events: EventColumns, i: number) {
  return {
    level: events.level[i] as Level,
    pfn: events.pfn[i],
    pages: events.pages[i],
    origin: events.origin[i],
    from: events.from[i],
    to: events.to[i],
  };
}

/** A split waits for the one around it, a write for the split, a merge for the write, a cascade for the merge. */
function motionOf(events: EventColumns, i: number, clock: Clock): Motion {
  const row = rowOf(events, i);
  if (events.kind[i] === EventKind.split) {
    const startMs = contains(clock.split, row.pfn) ? (clock.split?.startMs ?? 0) + NESTED_SPLIT_MS : 0;
    clock.split = { ...row, kind: 'split', startMs, endMs: startMs + SPLIT.ms };
    return clock.split;
  }
  if (events.kind[i] === EventKind.merge) {
    const cascades = clock.merge !== undefined && contains({ ...clock.merge, ...row }, clock.merge.pfn);
    const startMs = cascades ? (clock.merge?.endMs ?? 0) + CASCADE.holdMs : clock.written + MERGE.delayMs;
    clock.merge = { ...row, kind: 'merge', startMs, endMs: startMs + (cascades ? CASCADE.ms : MERGE.ms) };
    return clock.merge;
  }
  const startMs = contains(clock.split, row.pfn) ? (clock.split?.endMs ?? 0) : 0;
  clock.written = startMs;
  return { ...row, kind: 'recolour', startMs, endMs: startMs + (startMs > 0 ? SPLIT.recolourMs : HOME.ms) };
}

/** How long the edge of what was split or made is still seen after the motion itself. */
export const SETTLE_MS = CASCADE.settleMs;
/** The edge begins to show so long before the end of the motion. */
export const SETTLE_LEAD_MS = CASCADE.totalMs - CASCADE.settleStartMs;

function waves(events: EventColumns): MotionPlan {
  const motions: Motion[] = [];
  let clock: Clock = { step: -1, split: undefined, written: 0, merge: undefined };
  for (let i = 0; i < events.count; i++) {
    const step = events.step[i];
    if (step !== clock.step) clock = { step, split: undefined, written: 0, merge: undefined };
    motions.push(motionOf(events, i, clock));
  }
  const end = ({ kind, endMs }: Motion): number => (kind === 'recolour' ? endMs : endMs + SETTLE_MS - SETTLE_LEAD_MS);
  return { motions, totalMs: motions.reduce((most, motion) => Math.max(most, end(motion)), 0) };
}

/** One lift for each 2M, or each 1G that was split or made. */
function lifts(events: EventColumns): MotionPlan {
  const motions = new Map<number, Motion>();
  for (let i = 0; i < events.count; i++) {
    const row = rowOf(events, i);
    const level: Level = row.level === 3 ? 3 : 2;
    const pages = pagesOf(level);
    const pfn = row.pfn - (row.pfn % pages);
    const count = Math.max(pages, row.pages + row.pfn - pfn);
    motions.set(pfn * 2 + (level - 2), {
      ...row,
      kind: 'lift',
      level,
      pfn,
      pages: count,
      startMs: 0,
      endMs: CROWDED.liftMs,
    });
  }
  return { motions: [...motions.values()], totalMs: motions.size > 0 ? CROWDED.liftMs : 0 };
}

/** The motions that show the events of one frame (visual.md, "Motion"). */
export function planMotions(events: EventColumns, speed: number): MotionPlan {
  const crowded = speed > CROWDED.aboveSpeed || events.count > CROWDED.aboveEventsPerFrame;
  return crowded ? lifts(events) : waves(events);
}

/** Whether two motions are in the same pages. */
export const overlaps = (a: Motion, b: Motion): boolean => a.pfn < b.pfn + b.pages && b.pfn < a.pfn + a.pages;

/** Splits a run of pages into aligned powers of two, at most 1G each: every one is a rectangle of the map. */
export function alignedRuns(pfn: number, pages: number): { readonly pfn: number; readonly pages: number }[] {
  const runs: { pfn: number; pages: number }[] = [];
  let at = pfn;
  const end = pfn + pages;
  while (at < end) {
    let size = PAGES_1G;
    while (at % size !== 0 || at + size > end) size /= 2;
    runs.push({ pfn: at, pages: size });
    at += size;
  }
  return runs;
}
