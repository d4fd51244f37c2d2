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
  const stop = followLeft(left, right);
  const choice = { policy, globalFix: true };
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
    left.store.setState({ playing: true });
    await left.commands.seek(3);
    expect([left, right].map(({ store }) => store.getState().comparison)).toEqual([undefined, undefined]);
  });
});
