import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machineFromLeaves } from '../engine/index.ts';
import { ptdumpText } from '../formats/write-ptdump.ts';
import { guest } from '../testing/guest.ts';
import { hostClient } from '../testing/host-client.ts';
import { leafList, leavesOfList } from '../testing/leaf-list.ts';
import { openBytes } from '../testing/open-bytes.ts';
import type { Session } from '../workloads/session.ts';
import { PAGES_1G } from '../x86/page.ts';
import { SET_MEMORY_CALLS, type SetMemoryCall } from '../x86/set-memory.ts';
import type { Source } from './calls.ts';
import type { Client } from './client.ts';
import { exportText } from './host-export.ts';

const GIB = 4 * PAGES_1G;
const KEPT_BY_PTDUMP = ['ro', 'rw', 'x', 'nx', 'np', 'p', 'uc', 'wc', 'wt', 'wb', 'global', 'nonglobal'] as const;

/** A machine after some calls on pages of one GiB. */
const changed = (calls: readonly SetMemoryCall[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...calls), fc.integer({ min: 0, max: 3000 }), fc.constantFrom(1, 7, 512, 1024)), {
      minLength: 1,
      maxLength: 12,
    })
    .map((script) => {
      const machine = guest('none');
      for (const [call, pfn, pages] of script) machine.apply({ kind: 'call', call, pfn: GIB + pfn, pages });
      return machine;
    });

async function opened(text: string) {
  const result = await openBytes(new TextEncoder().encode(text), {}, 100_000);
  if (!('ok' in result) || !result.ok) throw new Error('ok' in result ? result.problem.detail : 'cancelled');
  return result.machine;
}

async function runOf(client: Client, source: Source) {
  const answer = await client.request('open', { source, choice: undefined, userCalls: [] });
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.run;
}

describe('a machine that is written', () => {
  it('[WRITE-1] as JSON is read back with every flag bit of every leaf, present or not, wherever it begins', async () => {
    await fc.assert(
      fc.asyncProperty(changed(SET_MEMORY_CALLS), fc.integer({ min: 0, max: 1000 }), async (machine, slide) => {
        const base = machine.directMapBase + (BigInt(slide) << 30n);
        const leaves = machine.leafRuns();
        const moved = machineFromLeaves(leaves, { directMapBase: base, pagingLevels: 4 }, machine.profile);
        const session = { run: { machine: moved } } as Session;
        const again = await opened(exportText(session, 'json', []));
        expect(again).toMatchObject({ leaves, directMapBase: base, pagingLevels: 4 });
      }),
      { numRuns: 40, seed: 11 },
    );
  });

  it('[WRITE-2] as ptdump text is read back with all that a dump can say: the present leaves', async () => {
    await fc.assert(
      fc.asyncProperty(changed(KEPT_BY_PTDUMP), fc.constantFrom(4, 5), async (machine, pagingLevels) => {
        const directMapBase = pagingLevels === 4 ? machine.directMapBase : 0xff11000000000000n;
        const leaves = leavesOfList(leafList(machine.leafRuns()).filter(({ prot }) => prot & 1));
        const again = await opened(ptdumpText({ leaves: machine.leafRuns(), directMapBase, pagingLevels } as never));
        expect(again).toMatchObject({ leaves, directMapBase, pagingLevels, warnings: [] });
      }),
      { numRuns: 40, seed: 12 },
    );
  });

  it('[WRITE-3] the selection as CSV has every leaf of the regions, with addresses, protection and flags', async () => {
    const client = hostClient();
    await runOf(client, { kind: 'scenario', id: 'one-page', seed: 1 });
    await client.request('seek', { step: 1, from: 0, view: { gibs: new Uint32Array(0), order: 0 } });
    const region = { level: 1, pfn: 5 * PAGES_1G + 201 * 512 + 0x1c4 } as const;
    const { text } = await client.request('write', { format: 'csv', regions: [region] });
    expect(text.split('\n')).toEqual([
      'first_pfn,end_pfn,pages,size,entries,physical,virtual,protection,present,flags',
      '1414084,1414085,1,4K,1,0x00000001593c4000,0xffff8881593c4000,ro,1,8000000000000161',
      '',
    ]);
    const all = await client.request('write', { format: 'csv', regions: [] });
    expect(all.text.split('\n').length).toBeGreaterThan(10);
  });

  it.each(['frag-8g', 'lost-global', 'server-1t'])(
    '[WRITE-4] the run of %s, with a call of the user in it, is loaded again as the same run under the same policy',
    async (id) => {
      const client = hostClient();
      const first = await runOf(client, { kind: 'scenario', id, seed: 3 });
      const userCall = { step: 2, call: 'ro', pfn: 5 * PAGES_1G + 77, pages: 3 } as const;
      const { run } = await client.request('addCall', { userCall });
      expect(run.steps).toBe(first.steps + 1);
      const { text } = await client.request('write', { format: 'trace', regions: [] });
      const again = await runOf(hostClient(), { kind: 'file', name: 'run.jsonl', blob: new Blob([text]) });
      const same = ({ title, machine, choice, steps, phases, marks, series }: typeof run) => ({
        ...{ title, machine, choice, steps, phases, marks, series },
      });
      expect(same(again)).toEqual(same(run));
    },
  );

  it('[WRITE-5] a run that is cut anywhere, or changed, is a message and never another run', async () => {
    const client = hostClient();
    await runOf(client, { kind: 'scenario', id: 'one-page', seed: 1 });
    const { text } = await client.request('write', { format: 'trace', regions: [] });
    const problems = async (changedText: string) => {
      const source = { kind: 'file', name: 'run.jsonl', blob: new Blob([changedText]) } as const;
      const answer = await client.request('open', { source, choice: undefined, userCalls: [] });
      return answer.ok ? 'opened' : `${answer.problem.title} ${answer.problem.detail}`;
    };
    for (let length = 1; length < text.length - 1; length += 13)
      expect(await problems(text.slice(0, length))).not.toBe('opened');
    expect(await problems(text.replace('"call":"nx"', '"call":"sudo"'))).toContain('it is no operation');
    expect(await problems(text.replace('"policy":"rfc-merge"', '"policy":"magic"'))).toContain('"policy"');
    expect(await problems(text.replace('"version":1', '"version":2'))).toContain('version 1');
  });
});
