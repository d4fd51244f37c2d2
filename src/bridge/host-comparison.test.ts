import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { hostClient } from '../testing/host-client.ts';
import { DATA_4K, TestMemory } from '../testing/memory-image.ts';
import type { Client } from './client.ts';

const ALL = { gibs: Uint32Array.from({ length: 9 }, (_, gib) => gib), order: 0 };

async function plainKernel(): Promise<Client> {
  const client = hostClient();
  const source = { kind: 'scenario', id: 'frag-8g-plain', seed: 1 } as const;
  await client.request('open', { source, choice: undefined, userCalls: [] });
  return client;
}

const fileOf = (stage: string) => {
  const bytes = fixtureBytes(`captures/K1/frag/${stage}.ptdump-kernel.gz`);
  return { kind: 'file', name: stage, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) } as const;
};

describe('compare', () => {
  it('[DIFF-6] compares the machine with itself at another step, and stays at its own', async () => {
    const client = await plainKernel();
    const { step } = await client.request('seek', { step: 99_999, from: 0, view: ALL });
    const answer = await client.request('compare', { with: { kind: 'step', step: 0 } });
    if (!answer.ok) throw new Error(answer.problem.detail);
    const { columns, split, merged } = answer.comparison;
    // One 2M of a third GiB was in pieces before step 1: the pages that turned read-only before the recording.
    expect([split, merged]).toEqual([
      { '1G': 2, '2M': 35 },
      { '1G': 0, '2M': 0 },
    ]);
    expect(columns.pfn).toHaveLength(columns.count);
    expect(columns.count).toBeGreaterThan(400);
    const frame = await client.request('seek', { step, from: step, view: ALL });
    expect(frame.counters.leaves).toEqual({ '4K': 22496, '2M': 3028, '1G': 2 });
  });

  it('[DIFF-6] compares it with a file: the run ends at what the real machine held', async () => {
    const client = await plainKernel();
    await client.request('seek', { step: 99_999, from: 0, view: ALL });
    const answer = await client.request('compare', { with: fileOf('end') });
    expect(answer).toMatchObject({ ok: true, comparison: { columns: { count: 0 } } });
  });

  it('[DIFF-6] compares it with a machine in another worker as with itself', async () => {
    const [left, right] = [await plainKernel(), await plainKernel()];
    await left.request('seek', { step: 300, from: 0, view: ALL });
    await right.request('seek', { step: 6194, from: 0, view: ALL });
    const other = await left.request('leaves', {});
    const between = await right.request('compare', { with: { kind: 'machine', ...other } });
    const within = await right.request('compare', { with: { kind: 'step', step: 300 } });
    expect(between).toMatchObject({ ok: true, comparison: { before: { name: expect.stringContaining('step 300 ') } } });
    expect(between).toEqual(within);
  });

  it('[PAIR-3] of machines of different size the addresses that both have are compared', async () => {
    const small = await plainKernel();
    const large = hostClient();
    const source = { kind: 'scenario', id: 'server-1t', seed: 1 } as const;
    await large.request('open', { source, choice: undefined, userCalls: [] });
    await large.request('seek', { step: 0, from: 0, view: ALL });
    const ways = [
      [small, large],
      [large, small],
    ] as const;
    for (const [from, to] of ways) {
      const other = await from.request('leaves', {});
      const answer = await to.request('compare', { with: { kind: 'machine', ...other } });
      if (!answer.ok) throw new Error(answer.problem.detail);
      const { columns, before, after } = answer.comparison;
      const last = columns.count - 1;
      expect(columns.count).toBeGreaterThan(0);
      expect(columns.pfn[last] + columns.pages[last]).toBeLessThanOrEqual(9 * 262144);
      expect(Math.max(before.pages, after.pages)).toBeGreaterThan(200 * 262144);
    }
  });

  it('a file that cannot be read is a problem', async () => {
    const client = await plainKernel();
    const blob = new Blob(['nothing of a machine']);
    const answer = await client.request('compare', { with: { kind: 'file', name: 'letter.txt', blob } });
    expect(answer).toMatchObject({ ok: false, problem: { title: expect.stringContaining('letter.txt') } });
  });

  it('[OPEN-33] raw memory needs CR3, and is compared with it', async () => {
    const client = await plainKernel();
    const memory = new TestMemory(4);
    memory.map(0xffff888000000, 0, 1, DATA_4K, 512);
    const blob = new Blob([memory.raw() as Uint8Array<ArrayBuffer>]);
    const raw = { kind: 'file', name: 'raw', blob } as const;
    expect(await client.request('compare', { with: raw })).toMatchObject({ ok: false, problem: { needs: 'cr3' } });
    for (const [cr3, title] of [
      ['eax', '"eax" is no CR3'],
      ['0x1000', 'raw has no direct map'],
    ] as const)
      expect(await client.request('compare', { with: { ...raw, cr3 } })).toMatchObject({
        ok: false,
        problem: { title },
      });
    expect(await client.request('compare', { with: { ...raw, cr3: ' 10000' } })).toMatchObject({
      ok: true,
      comparison: { before: { format: 'raw physical memory' } },
    });
  });

  it('a step that is none is refused', async () => {
    const client = await plainKernel();
    for (const step of [-1, 1.5, 1e9])
      await expect(client.request('compare', { with: { kind: 'step', step } })).rejects.toThrow('step');
  });
});
