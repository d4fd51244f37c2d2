import type { PageRange, Region, RunInfo, Source, UserCall } from '../bridge/calls.ts';
import { Cancelled, type Client } from '../bridge/client.ts';
import { EventKind, type ViewRequest } from '../bridge/columns.ts';
import { pagesOf } from '../x86/page.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import type { Commands, OpenOptions } from './commands.ts';
import type { AppStore } from './create-store.ts';
import { disjointRegions } from './disjoint-regions.ts';
import { nextMark } from './next-mark.ts';
import { offers } from './problem-offers.ts';
import { regionIn } from './region-in.ts';
import { type AppState, initialState, MOST_BOOKMARKS, MOST_REGIONS } from './state.ts';
import { writeUrl } from './url.ts';

const SLOWEST = 0.1;
const FASTEST = 100;

/** How a place looks is not part of it. */
const PLAIN = { theme: initialState.theme, motion: initialState.motion, speed: initialState.speed, hiddenStates: 0 };

/** A request that may take long and can be stopped. */
interface Long {
  readonly kind: 'open' | 'choose';
  readonly abort: AbortController;
}

/** Commands that write this store and ask this client. */
export function createCommands(store: AppStore, client: Client): Commands {
  const get = store.getState;
  const set = (part: Partial<AppState>): void => store.setState(part);
  let view: ViewRequest = { gibs: new Uint32Array(), order: 0 };
  let long: Long | undefined;
  /** Number of the newest of each: one that is not the newest any more is left out. */
  const newestOf = { open: 0, choose: 0 };
  /** Commands that change what is open run one after another; each sees what the one before left. */
  let changes: Promise<unknown> = Promise.resolve();

  /** Counts what has not been answered: the page is not ready meanwhile. */
  const pending = async <T>(answer: Promise<T>): Promise<T> => {
    set({ pending: get().pending + 1 });
    try {
      return await answer;
    } finally {
      set({ pending: get().pending - 1 });
    }
  };

  const request: Client['request'] = (call, params, options) => pending(client.request(call, params, options));

  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = pending(changes.then(work));
    changes = mine.catch(() => undefined);
    return mine;
  };

  /** A request that shows progress and can be cancelled; undefined when it was. */
  const atLength = async <T>(
    kind: Long['kind'],
    ask: (options: Parameters<Client['request']>[2]) => Promise<T>,
  ): Promise<T | undefined> => {
    const mine: Long = { kind, abort: new AbortController() };
    long = mine;
    try {
      return await newest(ask({ signal: mine.abort.signal, onProgress: (busy) => set({ busy }) }));
    } finally {
      long = undefined;
      set({ busy: undefined });
    }
  };

  const showStep = async (step: number, run = get().run): Promise<void> => {
    if (!Number.isFinite(step)) throw new RangeError(`${step} is not a step`);
    if (run === undefined) return;
    const wanted = Math.max(0, Math.min(run.steps, Math.round(step)));
    set({ step: wanted });
    const { frame, motion } = get();
    // A motion that is held shows the middle of this step, wherever the screen was before.
    const from = typeof motion === 'number' ? Math.max(0, wanted - 1) : (frame?.step ?? wanted);
    const answer = await newest(request('seek', { step: wanted, from, view }));
    if (answer === undefined) return;
    // Side by side a comparison follows the step by itself.
    const stale = answer.step !== get().frame?.step && get().beside === undefined;
    set({ frame: answer, ...(stale ? { comparison: undefined } : {}) });
    await refreshInspection();
  };

  const refreshInspection = async (): Promise<void> => {
    const { selection, also, run } = get();
    if (selection === undefined || run === undefined) {
      set({ inspection: undefined, sum: undefined });
      return;
    }
    if (also.length === 0) set({ sum: undefined });
    else void refreshSum([...also, selection]);
    const inspection = await newest(request('inspect', { region: selection }));
    if (inspection !== undefined && get().selection === selection) set({ inspection });
  };

  const refreshSum = async (regions: readonly Region[]): Promise<void> => {
    const { step } = get();
    const of = await newest(request('sum', { regions }));
    if (of !== undefined) set({ sum: { regions, step, of } });
  };

  const setRun = async (run: RunInfo, step: number, fresh: boolean): Promise<void> => {
    set({
      run,
      choice: run.choice,
      comparison: undefined,
      step,
      ...(fresh ? { frame: undefined, camera: undefined, hover: undefined, trail: [] } : {}),
    });
    await showStep(step, run);
  };

  const openNow = async (source: Source, options: OpenOptions): Promise<boolean> => {
    const { choice, userCalls = [], step, selection, also = [], beside } = options;
    set({ busy: { part: 0, what: source.kind === 'file' ? `Opening ${source.name}` : 'Opening the scenario' } });
    const answer = await atLength('open', (asked) => request('open', { source, choice, userCalls }, asked));
    if (answer === undefined) return false;
    if (!answer.ok) {
      const { problem } = answer;
      const space = problem.detail.includes('\n') ? '\n' : ' ';
      const unchanged = get().run === undefined ? '' : `${space}The machine you had open is unchanged.`;
      set({
        problem: {
          ...problem,
          detail: problem.detail + unchanged,
          ...offers(problem, source, 'open', get()),
        },
      });
      return false;
    }
    const { run } = answer;
    view = everyGib(run);
    const several = source.kind === 'file' && (source.also?.length ?? 0) > 0;
    set({
      source,
      beside,
      playing: false,
      problem: undefined,
      dialog: several ? 'files' : undefined,
      inspection: undefined,
    });
    const chosen = selection === 'none' ? undefined : selection ? regionIn(run, selection) : run.startAt;
    set({ selection: chosen, also: chosen ? selectable(run, [...also, chosen]).slice(0, -1) : [] });
    await setRun(run, Math.min(step ?? run.startStep, run.steps), true);
    commands.announce(`${run.title} is open. ${run.note}`);
    return true;
  };

  /** A call on some pages, and the same on all others, as steps that are taken back together. */
  const callOn = (call: SetMemoryCall, [first, ...others]: readonly PageRange[]): Promise<number | undefined> => {
    const { source } = get();
    set({ playing: false });
    return inOrder(async () => {
      if (get().source !== source) return undefined;
      const also = others.length > 0 ? { also: others } : {};
      const userCall: UserCall = { step: get().step, call, ...first, ...also };
      const { run, rc } = await request('addCall', { userCall });
      await setRun(run, userCall.step + stepsOf(userCall), false);
      commands.announce(`set_memory_${call}: ${rc === 0 ? 'done' : `error ${rc}`}.`);
      return rc;
    });
  };

  const commands: Commands = {
    open(source, options = {}) {
      const number = ++newestOf.open;
      newestOf.choose++;
      long?.abort.abort();
      return inOrder(async () => number === newestOf.open && (await openNow(source, options)));
    },

    cancel() {
      newestOf.open++;
      newestOf.choose++;
      long?.abort.abort();
    },

    choose(choice) {
      const number = ++newestOf.choose;
      if (long?.kind === 'choose') long.abort.abort();
      set({ choice });
      return inOrder(async () => {
        const run =
          number === newestOf.choose
            ? await atLength('choose', (asked) => request('choose', { choice }, asked))
            : undefined;
        const now = get();
        if (run !== undefined) await setRun(run, Math.min(now.step, run.steps), false);
        else if (number === newestOf.choose || now.choice === choice) set({ choice: now.run?.choice ?? now.choice });
      });
    },

    setBeside: (beside) => set({ beside }),

    async seek(step) {
      await pending(changes);
      await showStep(step);
    },

    async stepBy(count) {
      await pending(changes);
      await showStep(get().step + count);
    },

    async seekMark(kind, direction) {
      const { run, marksBeside, step } = get();
      if (run === undefined) return;
      const found = nextMark(
        marksBeside === undefined ? [run.marks] : [run.marks, marksBeside],
        kind === 'split' ? EventKind.split : EventKind.merge,
        step,
        direction,
      );
      if (found === undefined) commands.announce(`No ${kind} ${direction > 0 ? 'after' : 'before'} this step.`);
      else await showStep(found);
    },

    setPlaying(playing) {
      const { run, step } = get();
      if (playing && run !== undefined && step >= run.steps) void showStep(0);
      set({ playing: playing && run !== undefined && run.steps > 0 });
    },

    setSpeed: (speed) => set({ speed: Math.min(FASTEST, Math.max(SLOWEST, speed)) }),

    async addCall(call) {
      const { selection, also } = get();
      if (selection === undefined) return undefined;
      const regions = [...also, selection].sort((a, b) => a.pfn - b.pfn);
      return callOn(
        call,
        regions.map(({ level, pfn }) => ({ pfn, pages: pagesOf(level) })),
      );
    },

    addCallOn: (call, pfn, pages) => callOn(call, [{ pfn, pages }]),

    undoCall: () =>
      inOrder(async () => {
        const last = get().run?.userCalls.at(-1);
        if (last === undefined) return;
        const run = await request('undoCall', {});
        const { step } = get();
        await setRun(run, step > last.step ? Math.max(last.step, step - stepsOf(last)) : step, false);
        commands.announce('Your last call is taken back.');
      }),

    async compare(other) {
      const answer = await atLength('open', (asked) => request('compare', { with: other }, asked));
      if (answer === undefined) return;
      if (!answer.ok) {
        const { problem } = answer;
        set({ problem: { ...problem, ...offers(problem, other, 'compare', get()) } });
      } else {
        const { comparison } = answer;
        set({ comparison, changedSince: other.kind === 'step' ? other.step : undefined });
        commands.announce(comparison.pages === 0 ? 'No difference.' : 'Compared: what changed is marked on the map.');
      }
    },

    async differencesFrom(machine) {
      const answer = await request('compare', { with: { kind: 'machine', ...machine } });
      return answer.ok ? answer.comparison : undefined;
    },

    clearComparison: () => set({ comparison: undefined }),
    leaves: () => request('leaves', {}),

    diagnose: () => request('diagnose', {}),

    write: async (format) => {
      const { selection, also } = get();
      const regions = selection === undefined ? [] : [...also, selection];
      return (await request('write', { format, regions })).text;
    },

    fingerprint: async () => (await request('fingerprint', {})).fingerprint,

    select(region) {
      const { run, selection: old, also } = get();
      const selection = region && run && regionIn(run, region);
      if (sameRegion(selection, old) && also.length === 0) return;
      set({ selection, also: [] });
      void refreshInspection();
    },

    selectAll(regions) {
      const { run } = get();
      const chosen = run === undefined ? [] : selectable(run, regions);
      const kept = chosen.slice(0, MOST_REGIONS);
      set({ selection: kept.at(-1), also: kept.slice(0, -1) });
      if (kept.length < chosen.length)
        commands.announce(`${MOST_REGIONS} regions are selected: ${chosen.length} would be too many.`);
      else if (kept.length > 1) commands.announce(`${kept.length} regions are selected.`);
      void refreshInspection();
    },

    toggle(region) {
      const { run, selection, also } = get();
      const wanted = run && regionIn(run, region);
      if (wanted === undefined) return;
      const selected = selection === undefined ? [] : [...also, selection];
      const others = selected.filter((one) => !sameRegion(one, wanted));
      commands.selectAll(others.length < selected.length ? others : [...selected, wanted]);
    },

    async find(query, direction) {
      const answer = await newest(request('find', { query, from: get().selection, direction }));
      if (answer?.found !== undefined) commands.select(answer.found.region);
      return answer;
    },

    hover(region, at) {
      if (region === undefined || at === undefined) {
        if (get().hover !== undefined) set({ hover: undefined });
      } else set({ hover: { region, ...at } });
    },

    setCamera: (camera) => set({ camera }),
    setTrail(trail) {
      const old = get().trail;
      if (old.length !== trail.length || trail.some((region, i) => !sameRegion(region, old[i]))) set({ trail });
    },

    setTree: (tree) => set({ tree }),

    requestView(wanted) {
      view = wanted;
      const { frame } = get();
      if (frame === undefined) return;
      void newest(request('view', { view: wanted })).then((columns) => {
        const now = get().frame;
        if (columns !== undefined && now !== undefined && now.step === columns.step)
          set({ frame: { ...now, columns } });
      });
    },

    toggleState: (code) => set({ hiddenStates: get().hiddenStates ^ (1 << code) }),
    showAllStates: () => set({ hiddenStates: 0 }),
    setColouring(colouring) {
      if (colouring !== get().colouring) set({ colouring, hiddenStates: 0 });
    },
    setOrder: (order) => set({ order }),
    setTheme: (theme) => set({ theme }),
    setMotion: (motion) => set({ motion }),
    addBookmark(name) {
      const address = writeUrl({ ...get(), ...PLAIN });
      const others = get().bookmarks.filter((bookmark) => bookmark.address !== address);
      set({ bookmarks: [{ name, address }, ...others].slice(0, MOST_BOOKMARKS) });
      commands.announce(`Kept: ${name}.`);
    },

    removeBookmark(address) {
      set({ bookmarks: get().bookmarks.filter((bookmark) => bookmark.address !== address) });
      commands.announce('Deleted.');
    },

    setDialog: (dialog) => set({ dialog }),
    showProblem: (problem) => set({ problem }),
    dismissProblem: () => set({ problem: undefined }),
    announce: (announcement) => set({ announcement }),
  };
  return commands;
}

/** Steps that a user's call takes. */
const stepsOf = ({ also }: UserCall): number => 1 + (also?.length ?? 0);

/** Those of the regions that are in the machine, aligned and without overlaps. */
function selectable(run: RunInfo, regions: readonly Region[]): readonly Region[] {
  return disjointRegions(regions.flatMap((region) => regionIn(run, region) ?? []));
}

/** An answer, or undefined when a newer request replaced this one. */
async function newest<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Cancelled) return undefined;
    throw error;
  }
}

function sameRegion(a: Region | undefined, b: Region | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.level === b.level && a.pfn === b.pfn);
}

/** The view to begin with, before the map says what it shows. */
function everyGib(run: RunInfo): ViewRequest {
  const shown = Math.min(run.machine.gibCount, 1024);
  return { gibs: Uint32Array.from({ length: shown }, (_, gib) => gib), order: 0 };
}
