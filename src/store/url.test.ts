import { describe, expect, it } from 'vitest';
import type { RunInfo } from '../bridge/calls.ts';
import { type AppState, initialState } from './state.ts';
import { readUrl, writeUrl } from './url.ts';

const state: AppState = {
  ...initialState,
  source: { kind: 'scenario', id: 'server-1t', seed: 7 },
  choice: { policy: 'rfc-merge', globalFix: false },
  step: 41,
  camera: { x: 700.25, y: 12, scale: 0.375 },
  selection: { level: 2, pfn: 0xa9e00 },
  hiddenStates: (1 << 18) | (1 << 22),
  colouring: 'merge',
  order: 'hilbert',
  theme: 'light',
  motion: 0.5,
  speed: 10,
  run: { userCalls: [{ step: 40, call: 'ro', pfn: 0xa9fc4, pages: 1 }] } as unknown as RunInfo,
};

describe('the address', () => {
  it('[URL-1] holds everything that is on the screen and gives it back', () => {
    expect(readUrl(writeUrl(state))).toEqual({
      scenario: 'server-1t',
      seed: 7,
      policy: 'rfc-merge',
      globalFix: false,
      step: 41,
      camera: { x: 700.25, y: 12, scale: 0.375 },
      selection: { level: 2, pfn: 0xa9e00 },
      hiddenStates: state.hiddenStates,
      colouring: 'merge',
      order: 'hilbert',
      theme: 'light',
      motion: 0.5,
      speed: 10,
      calls: [{ step: 40, call: 'ro', pfn: 0xa9fc4, pages: 1 }],
    });
  });

  it('leaves out what is the default, and says the version', () => {
    expect(writeUrl(initialState)).toBe('?v=1&scenario=frag-8g&policy=rfc-merge&step=0');
  });

  it.each([
    '?step=abc&policy=best&theme=blue&motion=7&at=3M:0x10&view=1,2&calls=1.fly.10.1&speed=x',
    '?at=4K:0xzz&view=1,2,-3&calls=.ro.1.1,x.ro.1.1&motion=-1',
    '?at=4K:0xffffffffffff&hide=nothing',
  ])('[URL-2] leaves out what it does not understand: %s', (query) => {
    const { calls = [], hiddenStates = 0, ...rest } = readUrl(query);
    expect(rest).toEqual({});
    expect(calls.every((call) => call.step === 0)).toBe(true);
    expect(hiddenStates).toBe(0);
  });

  it.each([
    '?hide=toString,constructor',
    '?step=',
    '?motion=',
    '?view=,,1',
    '?seed=1.5',
    '?seed=-1',
    '?seed=1e30',
    '?speed=',
  ])('[URL-2] takes no nonsense for a number or a name: %s', (query) => {
    const { hiddenStates = 0, ...rest } = readUrl(query);
    expect(rest).toEqual({});
    expect(hiddenStates).toBe(0);
  });

  it('[URL-1] says when nothing is selected where the scenario would select something', () => {
    const run = { startAt: { level: 2, pfn: 512 }, userCalls: [] } as unknown as RunInfo;
    expect(readUrl(writeUrl({ ...initialState, run })).selection).toBe('none');
  });

  it('names a file, and holds none of its calls', () => {
    const source = { kind: 'file', name: 'web07.ptdump', blob: new Blob() } as const;
    const { file, scenario, calls } = readUrl(writeUrl({ ...state, source }));
    expect({ file, scenario, calls }).toEqual({ file: 'web07.ptdump', scenario: undefined, calls: undefined });
  });

  it('[PAIR-6] holds what stands beside it, a scenario or the name of a file, and what it was compared with', () => {
    const source = { kind: 'scenario', id: 'frag-8g', seed: 3 } as const;
    const choice = { policy: 'batched', globalFix: false } as const;
    for (const beside of [
      { source, choice },
      { source: { ...source, seed: 1 }, choice: undefined },
    ])
      expect(readUrl(writeUrl({ ...state, beside })).beside).toEqual(beside);
    const file = { kind: 'file', name: 'web07.ptdump', blob: new Blob() } as const;
    const url = readUrl(writeUrl({ ...state, beside: { source: file, choice } }));
    expect([url.beside, url.besideFile]).toEqual([undefined, 'web07.ptdump']);
    const comparison = {} as AppState['comparison'];
    expect(readUrl(writeUrl({ ...state, comparison, changedSince: 12 })).changedSince).toBe(12);
    expect(readUrl(writeUrl({ ...state, changedSince: 12 })).changedSince).toBeUndefined();
    for (const query of ['?beside=', '?besidePolicy=none', '?changedSince=-1', '?changedSince=x'])
      expect(readUrl(query)).toEqual({});
  });

  it('aligns a selected region to its size', () => {
    expect(readUrl('?at=2M:0xa9fc4').selection).toEqual({ level: 2, pfn: 0xa9e00 });
  });

  it('[SEVERAL-6] holds several regions, and calls on several', () => {
    const also = [
      { level: 3, pfn: 0 },
      { level: 1, pfn: 0xa9fc4 },
    ] as const;
    const userCalls = [{ step: 2, call: 'np', pfn: 16, pages: 1, also: [{ pfn: 512, pages: 512 }] }];
    const run = { userCalls } as unknown as RunInfo;
    const url = readUrl(writeUrl({ ...state, also, run }));
    expect({ selection: url.selection, also: url.also }).toEqual({ selection: state.selection, also });
    expect(url.calls).toEqual(userCalls);
    const many = Array.from({ length: 300 }, (_, i) => ({ level: 1, pfn: i }) as const);
    expect(readUrl(writeUrl({ ...state, also: many }))).toMatchObject({ selection: state.selection });
    expect(readUrl(writeUrl({ ...state, also: many })).also).toBeUndefined();
    expect(readUrl('?calls=1.ro.10.1.20').calls).toEqual([]);
  });

  it('[FILTER-1] holds what the legend filters out under each colouring', () => {
    const hidden = (1 << 10) | (1 << 17);
    for (const colouring of ['size', 'owner', 'merge'] as const) {
      const bits = colouring === 'size' ? 1 << 11 : colouring === 'merge' ? 1 << 20 : hidden;
      expect(readUrl(writeUrl({ ...state, colouring, hiddenStates: bits })), colouring).toMatchObject({
        colouring,
        hiddenStates: bits,
      });
    }
    expect(readUrl('?colour=owner&hide=ro,bpf').hiddenStates).toBe(1 << 17);
  });
});
