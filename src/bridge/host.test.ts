import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { hostClient } from '../testing/host-client.ts';
import { PageState } from '../x86/page-state.ts';
import type { Source } from './calls.ts';
import { Cancelled, type Client } from './client.ts';
import { CellKind, EventKind } from './columns.ts';

const FRAG: Source = { kind: 'scenario', id: 'frag-8g', seed: 1 };
const ALL = { gibs: Uint32Array.from({ length: 9 }, (_, gib) => gib), order: 9 };

async function opened(source: Source = FRAG): Promise<Client> {
  const client = hostClient();
  const answer = await client.request('open', { source, choice: undefined, userCalls: [] });
  expect(answer.ok).toBe(true);
  return client;
}

describe('the default scenario', () => {
  it('[RUN-6] is the recorded machine: its counts at step 3,300 are those of the real kernel there', async () => {
    const client = hostClient();
    const answer = await client.request('open', { source: FRAG, choice: undefined, userCalls: [] });
    if (!answer.ok) throw new Error(answer.problem.detail);
    expect(answer.run).toMatchObject({
      steps: 6194,
      startStep: 3300,
      machine: { gibCount: 9, provenance: 'recorded' },
    });
    expect(answer.run.phases).toHaveLength(9);
    expect(answer.run.phases[7].name).toBe('free all BPF');
    const { columns, counters } = await client.request('seek', { step: 3300, from: 3300, view: ALL });
    expect(Array.from(columns.leaves)).toEqual([10720, 3563, 1]);
    expect(counters.leaves).toEqual({ '4K': 10720, '2M': 3563, '1G': 1 });
    expect(columns.pagesByState[PageState.np]).toBe(344);
    expect(columns.gibIn4k[2]).toBe(8);
    expect(columns.gibKind[5]).toBe(CellKind.leaf);
    expect(columns.gibKind[3]).toBe(CellKind.hole);
  });

  it('finds the next page of a protection after the selection, at the step on the screen', async () => {
    const client = await opened();
    await client.request('seek', { step: 3300, from: 3300, view: ALL });
    const query = { kind: 'state', state: PageState.np } as const;
    const { found } = await client.request('find', { query, from: { level: 2, pfn: 0xa9e00 }, direction: 1 });
    expect(found).toEqual({ region: { level: 1, pfn: 0xa9fc4 }, pages: 1 });
    const none = { kind: 'state', state: PageState.uc } as const;
    expect(await client.request('find', { query: none, from: undefined, direction: 1 })).toEqual({ found: undefined });
  });

  it('[RUN-7] runs the same calls under another policy: a plain kernel ends in more pieces', async () => {
    const client = await opened();
    const none = await client.request('choose', { choice: { policy: 'none', globalFix: false } });
    const rfc = await client.request('choose', { choice: { policy: 'rfc-merge', globalFix: true } });
    expect(none.steps).toBe(rfc.steps);
    expect(none.series.leaves4k[none.steps]).toBeGreaterThan(rfc.series.leaves4k[rfc.steps]);
    expect(rfc.series.leaves1g[rfc.steps]).toBe(4);
    expect(none.marks.kind.includes(EventKind.merge)).toBe(false);
  });

  it('tells why a table does not merge, and when it will', async () => {
    const client = await opened();
    await client.request('seek', { step: 3300, from: 3300, view: ALL });
    const { table, mergesAtStep, walk } = await client.request('inspect', { region: { level: 2, pfn: 0xa9e00 } });
    expect(table).toMatchObject({
      level: 'PTE',
      tracked: true,
      nrSameProt: 511,
      splitAtStep: 2491,
      sameProt: '8000000000000163',
    });
    expect(table?.whyNot.differing).toMatchObject([
      { index: 0x1c4, bits: ['PRESENT', 'RW', 'GLOBAL'], sinceStep: 3003 },
    ]);
    expect(mergesAtStep).toBe(3515);
    expect(walk.map(({ level, index }) => [level, index])).toEqual([
      ['PGD', 0x111],
      ['P4D', 0],
      ['PUD', 2],
      ['PMD', 0x14f],
      ['PTE', 0x1c4],
    ]);
  });
});

describe("the user's calls", () => {
  it('[RUN-4] become steps of the run and can be taken back', async () => {
    const client = await opened({ kind: 'scenario', id: 'one-page', seed: 1 });
    const userCall = { step: 0, call: 'np', pfn: 5 * 262144, pages: 1 } as const;
    const { run, rc } = await client.request('addCall', { userCall });
    expect(rc).toBe(0);
    expect(run.steps).toBe(5);
    expect(run.userCalls).toEqual([userCall]);
    expect(run.phases.map(({ step }) => step)).toEqual([0, 2, 3, 4]);
    const frame = await client.request('seek', { step: 1, from: 0, view: ALL });
    expect(frame.call?.text).toBe('set_memory_np(0x140000)');
    expect(Array.from(frame.events.kind).filter((kind) => kind === EventKind.split)).toHaveLength(2);
    const back = await client.request('undoCall', {});
    expect(back).toMatchObject({ steps: 4, userCalls: [] });
  });
});

describe('files', () => {
  const file = (text: string | Uint8Array<ArrayBuffer>): Source => ({
    kind: 'file',
    name: 'web07.ptdump',
    blob: new Blob([text]),
  });

  it('[OPEN-3] a ptdump of a real machine is the machine that QEMU saw', async () => {
    const dump = await readFile(new URL('../../fixtures/captures/K2/frag/before.ptdump-kernel', import.meta.url));
    const client = await opened(file(new Uint8Array(dump)));
    const { columns } = await client.request('seek', { step: 0, from: 0, view: ALL });
    expect(Array.from(columns.leaves)).toEqual([4064, 1528, 5]);
    const { rc } = await client.request('addCall', { userCall: { step: 0, call: 'ro', pfn: 262144, pages: 1 } });
    expect(rc).toBe(0);
  });

  it.each([
    ['empty', ''],
    ['wrong', 'hello\nworld\n'],
    ['cut', '---[ Low Kernel Mapping ]---\n0xffff888000000000-0xffff8880002'],
  ])('[OPEN-19] a bad file (%s) is a problem with a remedy, and what was open stays', async (_, text) => {
    const client = await opened({ kind: 'scenario', id: 'one-page', seed: 1 });
    const answer = await client.request('open', { source: file(text), choice: undefined, userCalls: [] });
    if (answer.ok) throw new Error('it opened');
    expect(answer.problem.title).not.toBe('');
    expect(answer.problem.remedy).not.toBe('');
    expect((await client.request('seek', { step: 4, from: 0, view: ALL })).step).toBe(4);
  });

  it('[OPEN-18] opening can be cancelled; what was open stays', async () => {
    const client = await opened({ kind: 'scenario', id: 'one-page', seed: 1 });
    const abort = new AbortController();
    const open = client.request(
      'open',
      { source: { kind: 'scenario', id: 'server-1t', seed: 1 }, choice: undefined, userCalls: [] },
      { signal: abort.signal, onProgress: () => abort.abort() },
    );
    await expect(open).rejects.toBeInstanceOf(Cancelled);
    expect((await client.request('seek', { step: 4, from: 0, view: ALL })).step).toBe(4);
  });
});

it.each([
  ['cannot boot', '[[0,1]]', 'RAM is too small'],
  ['boots with other leaves than those in the file', '[[0,1048576]]', 'other leaves'],
])('[WRITE-5] a run whose machine %s is a problem, and what was open stays', async (_, ram, reason) => {
  const client = await opened();
  const { text } = await client.request('write', { format: 'trace', regions: [] });
  const boot = text.replace('"leaves":', `"boot":{"ram":${ram},"gb_pages":true},"leaves":`);
  expect(boot).not.toBe(text);
  const source: Source = { kind: 'file', name: 'run', blob: new Blob([boot]) };
  const answer = await client.request('open', { source, choice: undefined, userCalls: [] });
  expect(answer).toMatchObject({ ok: false, problem: { detail: expect.stringContaining(reason) } });
  expect((await client.request('seek', { step: 0, from: 0, view: ALL })).step).toBe(0);
});

it('an unknown scenario is a problem that names those that there are', async () => {
  const source: Source = { kind: 'scenario', id: 'nonesuch', seed: 1 };
  const answer = await hostClient().request('open', { source, choice: undefined, userCalls: [] });
  expect(answer).toMatchObject({ ok: false, problem: { detail: expect.stringContaining('frag-8g') } });
});
