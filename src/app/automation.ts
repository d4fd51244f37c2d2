import type { Counters, Inspection, Region, ScenarioInfo } from '../bridge/calls.ts';
import type { Commands } from '../store/commands.ts';
import type { AppStore } from '../store/create-store.ts';
import { regionIn } from '../store/region-in.ts';
import { PAGE_STATE_NAMES } from '../x86/page-state.ts';
import { POLICY_NAMES, policyChoice } from '../x86/policies.ts';
import type { PolicyChoice, PolicyName, SetMemoryCall } from '../x86/set-memory.ts';
import type { attachMap } from './map-controller.ts';

type MapHandle = ReturnType<typeof attachMap>;

/** A region that is drawn, with its rectangle in CSS px from the map's top left corner. */
export interface VisibleRegion extends Region {
  readonly pages: number;
  /** Name of the most salient PageState in it. */
  readonly state: string;
  readonly rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** What `window.recoalesce` is; docs/automation.md describes it. Every promise resolves when the page is ready again. */
export interface Automation {
  readonly version: 1;
  ready(): Promise<void>;
  scenarios(): Promise<readonly ScenarioInfo[]>;
  load(choice: { scenario: string; seed?: number; policy?: PolicyName; globalFix?: boolean }): Promise<void>;
  compare(
    beside: { scenario: string; seed?: number; policy?: PolicyName; globalFix?: boolean } | undefined,
  ): Promise<void>;
  open(name: string, data: string | Blob): Promise<{ ok: boolean; problem?: { title: string; detail: string } }>;
  step(count?: number): Promise<void>;
  seek(step: number): Promise<void>;
  call(name: SetMemoryCall, on: { pfn: number; pages: number }): Promise<{ rc: number }>;
  undo(): Promise<void>;
  counters(): Counters & { readonly step: number };
  fingerprint(): Promise<string>;
  select(region: Region | readonly Region[] | undefined): Promise<void>;
  inspection(): Promise<Inspection | undefined>;
  regionsInView(): readonly VisibleRegion[];
  regionAt(x: number, y: number): Region | undefined;
  zoomTo(region: Region | 'machine'): Promise<void>;
}

declare global {
  interface Window {
    recoalesce?: Automation;
  }
}

/** Makes the automation object; `ready` resolves when the drawn state is the requested one. */
export function createAutomation(
  store: AppStore,
  commands: Commands,
  map: () => MapHandle | undefined,
  ready: () => Promise<void>,
): Automation {
  const afterwards = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    await ready();
    return result;
  };
  const frame = () => {
    const { frame } = store.getState();
    if (frame === undefined) throw new Error('nothing is open yet: await recoalesce.ready() first');
    return frame;
  };
  const checkRegion = (region: Region): void => {
    const { run } = store.getState();
    if (run === undefined || regionIn(run, region) === undefined)
      throw new RangeError(`not a region of this machine: ${JSON.stringify(region)}`);
  };
  return {
    version: 1,
    ready,
    scenarios: async () => {
      await ready();
      return store.getState().library;
    },
    load: async ({ scenario, seed = 1, policy, globalFix = true }) => {
      const choice = choiceOf(policy, globalFix);
      const opened = await afterwards(commands.open({ kind: 'scenario', id: scenario, seed }, { choice }));
      if (!opened)
        throw new Error(
          store.getState().problem?.title ?? `${scenario} was not opened: it was cancelled, or a newer request came`,
        );
    },
    compare: async (beside) => {
      await ready();
      const before = store.getState().problem;
      if (beside === undefined) commands.setBeside(undefined);
      else {
        const { scenario, seed = 1, policy, globalFix = true } = beside;
        const choice = choiceOf(policy, globalFix);
        commands.setBeside({ source: { kind: 'scenario', id: scenario, seed }, choice });
      }
      await ready();
      const { problem } = store.getState();
      if (problem !== undefined && problem !== before) throw new Error(problem.title);
    },
    open: async (name, data) => {
      const blob = typeof data === 'string' ? new Blob([data]) : data;
      const ok = await afterwards(commands.open({ kind: 'file', name, blob }));
      const { problem } = store.getState();
      return ok || problem === undefined ? { ok } : { ok, problem: { title: problem.title, detail: problem.detail } };
    },
    step: (count = 1) => afterwards(commands.stepBy(count)),
    seek: (step) => afterwards(commands.seek(step)),
    call: async (name, { pfn, pages }) => {
      const rc = await afterwards(commands.addCallOn(name, pfn, pages));
      if (rc === undefined) throw new Error(`${name} was not called: another machine was opened meanwhile`);
      return { rc };
    },
    undo: () => afterwards(commands.undoCall()),
    counters: () => ({ ...frame().counters, step: frame().step }),
    fingerprint: async () => {
      await ready();
      return commands.fingerprint();
    },
    select: async (region) => {
      const regions = region === undefined ? [] : 'level' in region ? [region] : region;
      for (const one of regions) checkRegion(one);
      if (regions.length > 1) commands.selectAll(regions);
      else commands.select(regions[0]);
      await ready();
    },
    inspection: async () => {
      await ready();
      return store.getState().inspection;
    },
    regionsInView: () =>
      (map()?.regionsInView() ?? []).map(({ state, ...region }) => ({ ...region, state: PAGE_STATE_NAMES[state] })),
    regionAt: (x, y) => map()?.regionAt(x, y),
    zoomTo: async (region) => {
      if (region !== 'machine') checkRegion(region);
      map()?.zoomTo(region === 'machine' ? 'home' : region, false);
      await ready();
    },
  };
}

function choiceOf(policy: PolicyName | undefined, globalFix: boolean): PolicyChoice | undefined {
  if (policy !== undefined && !POLICY_NAMES.includes(policy))
    throw new RangeError(`there is no policy "${policy}"; there are ${POLICY_NAMES.join(', ')}`);
  return policy && policyChoice(policy, globalFix);
}
