import type { Calls, CompareWith, ExportFormat, FindQuery, Found, Region, Source, UserCall } from '../bridge/calls.ts';
import type { ViewRequest } from '../bridge/columns.ts';
import type { PolicyChoice, SetMemoryCall } from '../x86/set-memory.ts';
import type {
  AppState,
  Beside,
  CameraChoice,
  Colouring,
  Dialog,
  Motion,
  Order,
  ShownProblem,
  ThemeChoice,
  TreeRow,
} from './state.ts';

/** What a new source opens with; undefined: the source's own. */
export interface OpenOptions {
  readonly choice?: PolicyChoice | undefined;
  readonly userCalls?: readonly UserCall[] | undefined;
  readonly step?: number | undefined;
  /** 'none': nothing is selected; undefined: what the source itself selects. */
  readonly selection?: Region | 'none' | undefined;
  /** Further regions to select, none without `selection`. */
  readonly also?: readonly Region[] | undefined;
  /** What to open beside it. */
  readonly beside?: Beside | undefined;
}

/** The only writers of the store. Those that ask the worker resolve when the answer is in the store. */
export interface Commands {
  /** Opens a scenario or a file; on bad input `problem` is set and what was open stays. True when opened. */
  open(source: Source, options?: OpenOptions): Promise<boolean>;
  /** Stops the long request that is under way; what was open stays. */
  cancel(): void;
  /** The same calls under another policy. */
  choose(choice: PolicyChoice): Promise<void>;
  /** Opens something beside the machine, or ends that comparison: the machine stays as it is. */
  setBeside(beside: Beside | undefined): void;
  seek(step: number): Promise<void>;
  stepBy(count: number): Promise<void>;
  /** Goes to the next split or merge after the current step; says so when there is none. */
  seekMark(kind: 'split' | 'merge', direction: 1 | -1): Promise<void>;
  setPlaying(playing: boolean): void;
  setSpeed(speed: number): void;
  /** set_memory call on each selected region, as new steps after the current one; the first rc that is not 0, undefined without a selection. */
  addCall(call: SetMemoryCall): Promise<number | undefined>;
  /** The same on a range; undefined when another machine was opened meanwhile. Rejects a call or range that cannot be. */
  addCallOn(call: SetMemoryCall, pfn: number, pages: number): Promise<number | undefined>;
  undoCall(): Promise<void>;
  /** Compares with another step or a file and marks what changed; on bad input `problem` is set. */
  compare(other: Exclude<CompareWith, { kind: 'machine' }>): Promise<void>;
  clearComparison(): void;
  /** What differs from another machine to the one at the current step; nothing is marked. */
  differencesFrom(machine: Calls['leaves']['result']): Promise<AppState['comparison']>;
  /** The machine at the current step, for another one to compare with. */
  leaves(): Promise<Calls['leaves']['result']>;
  /** What keeps the machine in pieces at the current step. */
  diagnose(): Promise<Calls['diagnose']['result']>;
  /** The machine at the current step, its selected leaves (all, when nothing is selected) or the run, as a text. */
  write(format: ExportFormat): Promise<string>;
  /** Which machine and run this is at the current step, in 16 hex digits. */
  fingerprint(): Promise<string>;
  select(region: Region | undefined): void;
  /** Selects several regions, the last as the newest; of two that overlap the later one stays. Says so when there are too many. */
  selectAll(regions: readonly Region[]): void;
  /** Adds a region to the selection as the newest, or takes it out when it is selected. */
  toggle(region: Region): void;
  /** Looks for the next hit after (1) or before (-1) the selection and selects it; undefined when a newer search came. */
  find(query: FindQuery, direction: 1 | -1): Promise<{ readonly found: Found | undefined } | undefined>;
  hover(region: Region | undefined, at?: { readonly x: number; readonly y: number }): void;
  setCamera(camera: CameraChoice | undefined): void;
  setTrail(trail: readonly Region[]): void;
  setTree(tree: readonly TreeRow[]): void;
  /** The part of the machine that the map wants detail of. */
  requestView(view: ViewRequest): void;
  /** Filters a code of the colouring out, or back in. */
  toggleState(code: number): void;
  showAllStates(): void;
  setColouring(colouring: Colouring): void;
  setOrder(order: Order): void;
  setTheme(theme: ThemeChoice): void;
  setMotion(motion: Motion): void;
  /** Keeps the place on the screen under a name; a place that is kept already gets the new name. */
  addBookmark(name: string): void;
  removeBookmark(address: string): void;
  setDialog(dialog: Dialog | undefined): void;
  showProblem(problem: ShownProblem): void;
  dismissProblem(): void;
  announce(text: string): void;
}
