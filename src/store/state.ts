import type {
  Calls,
  FileSource,
  Frame,
  Inspection,
  PairInfo,
  Problem,
  Progress,
  Region,
  RegionsSum,
  RunInfo,
  ScenarioInfo,
  Source,
} from '../bridge/calls.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';

/** What differs from something else. */
export type Comparison = Extract<Calls['compare']['result'], { ok: true }>['comparison'];

/** Where the map's camera is: world units (page edges) at the view's centre, CSS px a world unit. */
export interface CameraChoice {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Animations: on, off, or held at a progress of 0..1 for pictures. */
export type Motion = 'on' | 'off' | number;

export type ThemeChoice = 'light' | 'dark' | 'auto';

/** What the map's colours stand for: protection, page size, how near each table is to one large page, who has the page. */
export type Colouring = 'protection' | 'size' | 'merge' | 'owner';

/** How pages follow each other inside a GiB of the map. */
export type Order = 'z' | 'hilbert';

/** A row of the map as a tree, for screen readers: a region in view (see scene/map-tree.ts). */
export interface TreeRow {
  readonly region: Region;
  readonly depth: 1 | 2 | 3;
  readonly position: number;
  readonly siblings: number;
  readonly expanded: boolean | undefined;
}

/** A place to come back to: its name, and the query string of its address. */
export interface Bookmark {
  readonly name: string;
  readonly address: string;
}

/** Most bookmarks that are kept. */
export const MOST_BOOKMARKS = 100;

export type Dialog = 'library' | 'help' | 'share' | 'bookmarks' | 'files' | 'diagnosis' | 'compare' | 'beside';

/** Bad input on the screen; of memory without its page tables' address also the files, and what to do with them then. */
export type ShownProblem = Problem & {
  /** The open file together with what holds no machine. */
  readonly together?: FileSource;
  readonly askCr3?: { readonly of: FileSource; readonly to: 'open' | 'compare' | 'setBeside' };
};

/** What is open beside the machine, to be compared with it; `choice` undefined: the source's own. */
export interface Beside {
  readonly source: Source;
  readonly choice: PolicyChoice | undefined;
}

/** What the user chose, and the newest data by reference. Everything else is computed. */
export interface AppState {
  /** What is open, as it can be opened again. A file stays in this tab. */
  readonly source: Source;
  readonly choice: PolicyChoice;
  /** The right side of a comparison; the machine of this store is the left one. */
  readonly beside: Beside | undefined;
  /** Its splits and merges, at steps of the left run. */
  readonly marksBeside: RunInfo['marks'] | undefined;
  /** The step that is wanted; `frame.step` is the one on the screen. */
  readonly step: number;
  readonly playing: boolean;
  /** 0.1 to 100; at 1 the run plays at STEPS_A_SECOND. */
  readonly speed: number;
  /** undefined: the whole machine. */
  readonly camera: CameraChoice | undefined;
  readonly selection: Region | undefined;
  /** Selected beside `selection`, which is the newest: none holds pages of another. */
  readonly also: readonly Region[];
  readonly hover: { readonly region: Region; readonly x: number; readonly y: number } | undefined;
  /** Regions around what is in view, outermost first; empty at the whole machine. */
  readonly trail: readonly Region[];
  /** What is in view, as a tree. */
  readonly tree: readonly TreeRow[];
  /** Bit set of what the legend filters out: of PageState, under other colourings of their codes. */
  readonly hiddenStates: number;
  readonly colouring: Colouring;
  readonly order: Order;
  readonly theme: ThemeChoice;
  readonly motion: Motion;
  readonly dialog: Dialog | undefined;
  /** The newest first. */
  readonly bookmarks: readonly Bookmark[];

  readonly library: readonly ScenarioInfo[];
  readonly pairs: readonly PairInfo[];
  readonly run: RunInfo | undefined;
  readonly frame: Frame | undefined;
  readonly inspection: Inspection | undefined;
  /** Of all selected regions, while there are several. */
  readonly sum: { readonly regions: readonly Region[]; readonly step: number; readonly of: RegionsSum } | undefined;
  /** What the machine on the screen was compared with last; gone with another step or machine. */
  readonly comparison: Comparison | undefined;
  /** The step that it was compared with, when that is one of its own. */
  readonly changedSince: number | undefined;
  readonly problem: ShownProblem | undefined;
  /** Commands and requests that have not been answered. */
  readonly pending: number;
  /** A long request is under way. */
  readonly busy: Progress | undefined;
  /** What a screen reader should say next. */
  readonly announcement: string;
}

/** Most regions that can be selected at a time. */
export const MOST_REGIONS = 1024;

/** Steps a second at speed 1. */
export const STEPS_A_SECOND = 10;

export const DEFAULT_SCENARIO = 'frag-8g';

export const initialState: AppState = {
  source: { kind: 'scenario', id: DEFAULT_SCENARIO, seed: 1 },
  choice: { policy: 'rfc-merge', globalFix: true },
  beside: undefined,
  marksBeside: undefined,
  step: 0,
  playing: false,
  speed: 4,
  camera: undefined,
  selection: undefined,
  also: [],
  hover: undefined,
  trail: [],
  tree: [],
  hiddenStates: 0,
  colouring: 'protection',
  order: 'z',
  theme: 'auto',
  motion: 'on',
  dialog: undefined,
  bookmarks: [],
  library: [],
  pairs: [],
  run: undefined,
  frame: undefined,
  inspection: undefined,
  sum: undefined,
  comparison: undefined,
  changedSince: undefined,
  problem: undefined,
  pending: 0,
  busy: undefined,
  announcement: '',
};
