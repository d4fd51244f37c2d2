import { describe, expect, it } from 'vitest';
import type { Source } from '../bridge/calls.ts';
import { hostClient } from '../testing/host-client.ts';
import { createCommands } from './create-commands.ts';
import { createAppStore } from './create-store.ts';
import { followLeft, rightCommands, type Side } from './follow-left.ts';

const scenario = (id: string): Source => ({ kind: 'scenario', id, seed: 1 });

function side(): Side {
  const store = createAppStore();
  return { store, commands: createCommands(store, hostClient()) };
}

async function pair(leftId: string, rightId: string, policy: 'none' | 'rfc-merge' = 'rfc-merge') {
  const [left, right] = [side(), side()];
  await left.commands.open(scenario(leftId), { choice: { policy: 'none', globalFix: false }, step: 0 });
  const choice = { policy, globalFix: true };
  left.store.setState({ beside: { source: scenario(rightId), choice } });
  const stop = followLeft(left, right);
  await right.commands.open(scenario(rightId), { choice, selection: 'none' });
  await settled(left, right);
  return { left, right, stop };
}

/** Waits until nothing is asked for any more. */
async function settled(...sides: readonly Side[]): Promise<void> {
  do await new Promise((resolve) => setTimeout(resolve, 20));
  while (sides.some(({ store }) => store.getState().pending > 0));
}

describe('[PAIR-2] the right machine', () => {
  it('is at the joined step, however fast the left one moves, and looks the same', async () => {
    const { left, right } = await pair('frag-8g-plain', 'one-page');
    for (const step of [10, 5000, 455, 3100]) void left.commands.seek(step);
    left.commands.setColouring('size');
    left.commands.setCamera({ x: 100, y: 100, scale: 2 });
    await settled(left, right);
    const [a, b] = [left.store.getState(), right.store.getState()];
    expect([a, b].map(({ frame }) => frame?.step)).toEqual([3100, 2]);
    expect(b).toMatchObject({ colouring: 'size', camera: a.camera });
    await left.commands.seek(a.run?.steps ?? 0);
    await settled(left, right);
    expect(right.store.getState().frame?.step).toBe(right.store.getState().run?.steps);
  });

  it('has the selection of the left one; what is selected at the right is selected at the left', async () => {
    const { left, right } = await pair('frag-8g-plain', 'frag-8g');
    const shared = rightCommands(left.commands, right.commands);
    shared.select({ level: 2, pfn: 0xa9e00 });
    await settled(left, right);
    expect(left.store.getState().inspection?.region).toEqual({ level: 2, pfn: 0xa9e00 });
    expect(right.store.getState().inspection?.region).toEqual({ level: 2, pfn: 0xa9e00 });
    shared.toggle({ level: 3, pfn: 0 });
    await settled(left, right);
    expect(right.store.getState().also).toEqual([{ level: 2, pfn: 0xa9e00 }]);
    await shared.seek(3);
    await settled(left, right);
    expect([left, right].map(({ store }) => store.getState().frame?.step)).toEqual([3, 3]);
  });

  it('has its splits and merges on the timeline, too: the next one is that of either', async () => {
    const { left, right, stop } = await pair('one-page', 'one-page');
    await left.commands.seek(1);
    await left.commands.seekMark('merge', 1);
    await settled(left, right);
    expect(left.store.getState().step).toBe(4);
    await left.commands.seekMark('split', -1);
    expect(left.store.getState().step).toBe(1);
    stop();
    await left.commands.seekMark('merge', 1);
    expect(left.store.getState()).toMatchObject({ step: 1, announcement: 'No merge after this step.' });
  });

  it('lets go of the left one, which stays as it is', async () => {
    const { left, right, stop } = await pair('one-page', 'one-page');
    await left.commands.seek(4);
    await settled(left, right);
    stop();
    await left.commands.seek(1);
    await settled(left, right);
    expect(right.store.getState().frame?.step).toBe(4);
    expect(left.store.getState()).toMatchObject({ comparison: undefined, frame: { step: 1 } });
  });
});

describe('[PAIR-3] what differs', () => {
  it('is marked on both while they stand still: after the same calls pieces on a plain kernel, one page with the RFC', async () => {
    const { left, right } = await pair('one-page', 'one-page');
    expect(left.store.getState().comparison?.columns.count).toBe(0);
    await left.commands.seek(4);
    await settled(left, right);
    const { comparison } = left.store.getState();
    expect(comparison).toBe(right.store.getState().comparison);
    expect(comparison?.merged).toEqual({ '1G': 1, '2M': 1 });
    expect([...(comparison?.columns.pfn ?? [])][0]).toBe(5 * 262144);
    expect(comparison?.pages).toBe(262144);
  });

  it('goes with the step and with the policy of either side', async () => {
    const { left, right } = await pair('one-page', 'one-page');
    await left.commands.seek(4);
    await right.commands.choose({ policy: 'none', globalFix: false });
    await settled(left, right);
    expect(left.store.getState().comparison?.columns.count).toBe(0);
    await left.commands.choose({ policy: 'rfc-merge', globalFix: true });
    await settled(left, right);
    expect(right.store.getState().comparison?.split).toEqual({ '1G': 1, '2M': 1 });
  });

  it('follows every step while the run plays, and marks are at most two pictures late', async () => {
    const { left, right } = await pair('one-page', 'one-page');
    left.store.setState({ playing: true });
    const sizeAt = async (step: number, wait: boolean): Promise<void> => {
      await left.commands.seek(step);
      if (wait) await settled(left, right);
      const { comparison, frame } = left.store.getState();
      expect(comparison).toBe(right.store.getState().comparison);
      if (wait) expect(comparison?.pages).toBe(step === 4 ? 262144 : 0);
      seen.push(comparison && [Number(/step (\d+)/.exec(comparison.after.name)?.[1]), frame?.step ?? 0]);
    };
    const seen: (readonly [marked: number, shown: number] | undefined)[] = [];
    for (const step of [1, 2, 3, 4, 3, 4]) await sizeAt(step, true);
    expect(seen).toEqual([1, 2, 3, 4, 3, 4].map((step) => [step, step]));
    seen.length = 0;
    for (let round = 0; round < 5; round++) for (const step of [0, 1, 2, 3, 4]) await sizeAt(step, false);
    const late = seen.map((each) => each && (each[1] - each[0] + 5) % 5);
    expect(late.filter((steps) => steps !== undefined && steps > 2)).toEqual([]);
    expect(late.filter((steps) => steps !== undefined).length).toBeGreaterThan(5);
    await settled(left, right);
    expect(left.store.getState().comparison?.pages).toBe(262144);
  });

  it('is not looked for in large machines while the run plays', async () => {
    const { left, right } = await pair('server-1t', 'server-1t');
    await left.commands.seek(left.store.getState().run?.steps ?? 0);
    await settled(left, right);
    expect(left.store.getState().comparison).toBeDefined();
    left.store.setState({ playing: true });
    await left.commands.seek(60_000);
    await settled(left, right);
    expect([left, right].map(({ store }) => store.getState().comparison)).toEqual([undefined, undefined]);
    left.store.setState({ playing: false });
    await settled(left, right);
    expect(left.store.getState().comparison).toBeDefined();
  }, 60_000);
});
