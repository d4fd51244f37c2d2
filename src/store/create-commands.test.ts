import { describe, expect, it } from 'vitest';
import type { Source } from '../bridge/calls.ts';
import { hostClient } from '../testing/host-client.ts';
import type { SetMemoryCall } from '../x86/set-memory.ts';
import { createCommands } from './create-commands.ts';
import { createAppStore } from './create-store.ts';

const scenario = (id: string): Source => ({ kind: 'scenario', id, seed: 1 });
const PAGE = 0x1593c4;

async function opened(id: string) {
  const store = createAppStore();
  const commands = createCommands(store, hostClient());
  await commands.open(scenario(id));
  return { store, commands };
}

describe('commands', () => {
  it('[STORE-1] calls made at once become steps in the order they were made', async () => {
    const { store, commands } = await opened('one-page');
    await Promise.all([commands.addCallOn('np', PAGE, 1), commands.addCallOn('p', PAGE, 1)]);
    const { run, step, frame } = store.getState();
    expect(run?.userCalls.map(({ call, step: at }) => `${at} ${call}`)).toEqual(['0 np', '1 p']);
    expect(step).toBe(2);
    expect(frame?.step).toBe(2);
    await Promise.all([commands.undoCall(), commands.undoCall(), commands.undoCall()]);
    expect(store.getState()).toMatchObject({ step: 0, run: { steps: 4, userCalls: [] } });
  });

  it('[SEVERAL-4] a call is made on each selected region, and taken back on all at once', async () => {
    const { store, commands } = await opened('one-page');
    const [near, far] = [
      { level: 1, pfn: PAGE },
      { level: 1, pfn: PAGE + 3 },
    ] as const;
    commands.selectAll([far, near]);
    expect(await commands.addCall('ro')).toBe(0);
    expect(store.getState()).toMatchObject({ step: 2, run: { steps: 6 }, selection: near, also: [far] });
    expect(store.getState().sum?.of.pagesBySize[0]).toBe(2);
    expect(store.getState().run?.userCalls).toEqual([
      { step: 0, call: 'ro', pfn: PAGE, pages: 1, also: [{ pfn: PAGE + 3, pages: 1 }] },
    ]);
    await commands.undoCall();
    expect(store.getState()).toMatchObject({ step: 0, run: { steps: 4, userCalls: [] } });
  });

  it('[SEVERAL-5] a region is added to the selection and taken out of it', async () => {
    const { store, commands } = await opened('one-page');
    const selected = () => [...store.getState().also, store.getState().selection].map((region) => region?.pfn);
    commands.select({ level: 2, pfn: 0 });
    commands.toggle({ level: 2, pfn: 512 });
    commands.toggle({ level: 2, pfn: 1024 });
    expect(selected()).toEqual([0, 512, 1024]);
    commands.toggle({ level: 2, pfn: 512 });
    expect(selected()).toEqual([0, 1024]);
    commands.toggle({ level: 2, pfn: 0 });
    commands.toggle({ level: 2, pfn: 1024 });
    expect(selected()).toEqual([undefined]);
    commands.selectAll(Array.from({ length: 2000 }, (_, i) => ({ level: 1, pfn: i })));
    expect(selected()).toHaveLength(1024);
  });

  it('[MARK-1] a bookmark is the address of the place, without how it looks; it is kept once', async () => {
    const { store, commands } = await opened('one-page');
    commands.setTheme('light');
    commands.addBookmark('first');
    commands.addBookmark('again');
    const [bookmark] = store.getState().bookmarks;
    expect(bookmark).toEqual({
      name: 'again',
      address: '?v=1&scenario=one-page&policy=rfc-merge&step=0&at=2M:0x159200',
    });
    expect(store.getState().bookmarks).toHaveLength(1);
    commands.removeBookmark(bookmark.address);
    expect(store.getState().bookmarks).toEqual([]);
  });

  it('[STORE-2] a call on a machine that another one replaces is not made on the other', async () => {
    const { store, commands } = await opened('one-page');
    const [, rc] = await Promise.all([commands.open(scenario('two-pages')), commands.addCallOn('ro', PAGE, 1)]);
    expect(rc).toBeUndefined();
    expect(store.getState().run).toMatchObject({ title: 'Two pages, one stays', userCalls: [] });
    expect(store.getState().frame?.step).toBe(0);
  });

  it('[STORE-3] of several machines and policies asked for at once the last one wins', async () => {
    const { store, commands } = await opened('one-page');
    await Promise.all(['two-pages', 'lost-global', 'frag-8g'].map((id) => commands.open(scenario(id))));
    expect(store.getState().run?.steps).toBe(6194);
    const policies = ['none', 'collapse', 'rfc-merge'] as const;
    await Promise.all(policies.map((policy) => commands.choose({ policy, globalFix: policy === 'rfc-merge' })));
    expect(store.getState()).toMatchObject({
      choice: { policy: 'rfc-merge' },
      run: { choice: { policy: 'rfc-merge' } },
    });
  });

  it('[STORE-4] what is cancelled leaves everything as it was', async () => {
    const { store, commands } = await opened('one-page');
    const opening = commands.open(scenario('server-1t'));
    const stop = store.subscribe(({ busy }) => {
      if (busy !== undefined && busy.part > 0) commands.cancel();
    });
    expect(await opening).toBe(false);
    stop();
    await commands.seek(1);
    expect(store.getState()).toMatchObject({ run: { steps: 4 }, frame: { step: 1 }, pending: 0, busy: undefined });
  });

  it('[STORE-5] a call or step that cannot be is refused, and harms nothing', async () => {
    const { store, commands } = await opened('one-page');
    await expect(commands.addCallOn('fly' as SetMemoryCall, PAGE, 1)).rejects.toThrow('there is no call "fly"');
    await expect(commands.addCallOn('ro', Number.NaN, 1)).rejects.toThrow('not a page frame number');
    await expect(commands.addCallOn('ro', PAGE, 1.5)).rejects.toThrow('not a number of pages');
    await expect(commands.seek(Number.NaN)).rejects.toThrow('not a step');
    commands.select({ level: 1, pfn: -4 });
    expect(store.getState().selection).toBeUndefined();
    commands.select({ level: 2, pfn: PAGE });
    expect(store.getState().selection).toEqual({ level: 2, pfn: PAGE - 0x1c4 });
    expect(await commands.addCallOn('ro', PAGE, 1)).toBe(0);
    expect(store.getState()).toMatchObject({ step: 1, pending: 0 });
  });

  it('[STORE-6] a motion that is held shows the middle of the step that is opened', async () => {
    const store = createAppStore({ motion: 0.5 });
    const commands = createCommands(store, hostClient());
    await commands.open(scenario('one-page'), { step: 1 });
    expect(store.getState().frame?.events.count).toBeGreaterThan(0);
  });

  it('calls of an address that cannot be are left out', async () => {
    const store = createAppStore();
    const commands = createCommands(store, hostClient());
    const userCalls = [
      { step: 99999, call: 'ro', pfn: 16, pages: 1 },
      { step: 0, call: 'ro', pfn: PAGE, pages: 1 },
    ] as const;
    expect(await commands.open(scenario('one-page'), { userCalls })).toBe(true);
    expect(store.getState().run?.userCalls).toEqual([userCalls[1]]);
  });
});
