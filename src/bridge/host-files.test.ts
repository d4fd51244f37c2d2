import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { hostClient } from '../testing/host-client.ts';
import type { FileSource } from './calls.ts';

const blobOf = (path: string): Blob => new Blob([fixtureBytes(`captures/${path}`) as Uint8Array<ArrayBuffer>]);
const fileOf = (path: string) => ({ name: path.replace(/^.*\//, ''), blob: blobOf(path) });
const open = (source: Omit<FileSource, 'kind'>) =>
  hostClient().request('open', { source: { kind: 'file', ...source }, choice: undefined, userCalls: [] });

describe('several files at once', () => {
  it('[JOIN-5] become one machine: its run is the trace, and what the files say together is told', async () => {
    const also = ['before.meminfo', 'before.vmstat', 'before.iomem', 'before.qemu-info-tlb.txt.gz'];
    const files = also.map((name) => fileOf(`K2/frag/${name}`));
    const other = [fileOf('K2/frag/end.ptdump-kernel'), fileOf('K1/default/before.meminfo')];
    const answer = await open({ ...fileOf('K2/frag/trace_pipe.txt.gz'), also: [...files, ...other] });
    if (!answer.ok) throw new Error(answer.problem.detail);
    const { run } = answer;
    expect([run.title, run.steps, run.phases.length]).toEqual(['before.qemu-info-tlb.txt.gz', 6194, 10]);
    expect(run.joined?.parts.map(({ format }) => format)).toEqual([
      'info tlb of QEMU',
      '/proc/iomem',
      '/proc/meminfo',
      '/proc/vmstat',
      'trace of CPA',
    ]);
    expect(run.joined?.findings.some(({ verdict }) => verdict === 'differs')).toBe(false);
    expect(run.joined?.aside.map(({ name }) => name)).toEqual(['end.ptdump-kernel', 'before.meminfo']);
    expect(run.joined).toMatchObject({ unresolved: 0, unmappedRam: [] });
  });

  it('[OPEN-23] raw memory opens with CR3; what is none is a message', async () => {
    const raw = fileOf('K1/image-192M/phys-pagetables-only.raw.gz');
    expect(await open({ ...raw, cr3: '0xcff000' })).toMatchObject({ ok: true });
    expect(await open({ ...raw, cr3: 'eax' })).toMatchObject({ ok: false, problem: { title: '"eax" is no CR3' } });
  });
});
