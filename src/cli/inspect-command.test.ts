import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inspectCommand } from './inspect-command.ts';

const fixture = (path: string): string => fileURLToPath(new URL(`../../fixtures/captures/${path}`, import.meta.url));

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await inspectCommand(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err: err.join('\n') };
}

describe('inspect', () => {
  it('[DIAG-5] says as JSON what every format of one machine holds, and they agree', async () => {
    const files = ['end.ptdump-kernel', 'end.qemu-info-tlb.txt.gz', 'direct-map.end.json'];
    const { code, out } = await run(...files.map((file) => fixture(`K2/frag/${file}`)), '--json');
    expect(code).toBe(0);
    const machines = out.map((line) => JSON.parse(line));
    expect(machines.map(({ format }) => format)).toHaveLength(3);
    for (const { directMap, wxPages } of machines) {
      expect(directMap.startVa).toBe('0xffff888000000000');
      expect(directMap.leaves).toEqual({ '4K': 4576, '2M': 2039, '1G': 4 });
      expect(wxPages).toBe(0);
    }
  });

  it('says as text what keeps tables in pieces', async () => {
    const { code, out } = await run(fixture('K1/frag/end.qemu-info-tlb.txt.gz'));
    expect(code).toBe(0);
    expect(out.join('\n')).toMatch(/^ +35 +998 +1 +0xa9600 {2}GLOBAL$/m);
    expect(out.join('\n')).toContain('no page is writable and executable');
  });

  it('[INFOMEM-4] says of info mem alone what it holds, and that leaves are not in it', async () => {
    const file = fixture('K1/frag/before.qemu-info-mem.txt');
    const { code, out } = await run(file, '--json');
    const { format, directMap, wxPages, warnings } = JSON.parse(out[0]);
    expect([code, format, directMap.startVa, directMap.leaves, wxPages]).toEqual([
      0,
      'info mem of QEMU',
      '0xffff888000000000',
      null,
      null,
    ]);
    expect(directMap).toMatchObject({
      presentKb: 8388480,
      regions: { RW: { kB: 8378152 }, RO: { areas: 8, kB: 10328 } },
    });
    expect(warnings[0]).toContain('NX are not in the output of `info mem`');
    expect((await run(file)).out.join('\n')).toMatch(/^ +8,378,152 kB in +10 areas +of the direct map, RW$/m);
    expect(await run(file, '--write', 'json')).toMatchObject({ code: 2, err: expect.stringContaining('no map') });
  });

  it('[DIAG-11] names the calls of a trace on tables that are in pieces', async () => {
    const files = ['end.ptdump-kernel.gz', 'trace_pipe.txt.gz'].map((name) => fixture(`K1/frag/${name}`));
    const { callsOnSplitTables } = JSON.parse((await run(...files, '--json')).out[0]);
    expect(callsOnSplitTables).toEqual([
      { who: 'set_memory_ro', tables: 32, firstStep: 1 },
      { who: 'set_direct_map_invalid_noflush', tables: 5, firstStep: 8 },
    ]);
    expect((await run(...files)).out.join('\n')).toMatch(/^ +32 +1 {2}set_memory_ro$/m);
    expect(JSON.parse((await run(files[0], '--json')).out[0]).callsOnSplitTables).toEqual([]);
  });

  it('[JOIN-9] compares files that are no machine with the one they are given with', async () => {
    const files = ['end.ptdump-kernel.gz', 'end.qemu-info-mem.txt', 'end.meminfo'].map((name) =>
      fixture(`K1/frag/${name}`),
    );
    const other = fixture('K1/default/before.iomem');
    const [dump = '', mem, meminfo] = files;
    const { code, out } = await run(...files, other, '--json');
    expect([code, out.length]).toEqual([0, 1]);
    const { name, parts, findings, aside } = JSON.parse(out[0]);
    expect([name, parts.length]).toEqual([dump, 3]);
    expect(findings.map(({ part, verdict }: { part: string; verdict: string }) => [part, verdict])).toEqual([
      [meminfo, 'explained'],
      [meminfo, 'explained'],
      [meminfo, 'agrees'],
      [mem, 'agrees'],
    ]);
    expect(aside.map((each: { name: string }) => each.name)).toEqual([other]);
    const text = (await run(...files, other)).out.join('\n');
    expect(text).toContain(`${meminfo} differs, and the reason is known:\n    DirectMap4k is`);
    expect(text).toContain(`${mem} agrees:\n    It shows the same`);
    expect(text.split('\n').filter((line) => line.length > 75 && !line.includes('/'))).toEqual([]);
    expect(text).toContain(`not used\n  ${other}:\n    it cannot be of the machine`);
    expect(await run(other)).toMatchObject({ code: 2, err: expect.stringContaining('is /proc/iomem') });
  });

  it('[DIAG-10] its text is plain and fits into a mail', async () => {
    const { out } = await run(
      ...['K2/frag/direct-map.before.json', 'K2/frag/end.ptdump-kernel', 'K1/frag/end.qemu-info-tlb.txt.gz'].map(
        fixture,
      ),
    );
    expect(out.length).toBeGreaterThan(60);
    expect(out.filter((line) => line.length > 75 && !line.includes('/'))).toEqual([]);
    expect(out.join('\n')).toMatch(/^[\n\x20-\x7e]+$/);
  });

  it('reads an image of physical memory when it is told the CR3', async () => {
    const image = fixture('K2/image-192M/phys-pagetables-only.raw.gz');
    const { code, out } = await run(image, '--cr3', '0x1c0a000', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out[0]).directMap.leaves).toEqual({ '4K': 4576, '2M': 87, '1G': 0 });
  });

  it.each(['json', 'ptdump'])('[WRITE-6] --write %s prints a machine that is read again', async (format) => {
    const path = join(await mkdtemp(join(tmpdir(), 'inspect-')), 'written');
    const { code, out } = await run(fixture('K1/frag/end.qemu-info-tlb.txt.gz'), '--write', format);
    expect(code).toBe(0);
    await writeFile(path, `${out.join('\n')}\n`);
    const again = await run(path, '--json');
    await rm(dirname(path), { recursive: true });
    const machine = JSON.parse(again.out[0]);
    expect(machine.directMap.leaves).toEqual({ '4K': 22496, '2M': 3028, '1G': 2 });
    expect(machine.warnings).toEqual([]);
  });

  it('[WRITE-6] --write csv prints every run of leaves', async () => {
    const { out } = await run(fixture('K2/frag/direct-map.before.json'), '--write', 'csv');
    const rows = out.join('\n').split('\n').slice(1);
    const entries = rows.map((row) => Number(row.split(',')[4])).reduce((sum, count) => sum + count, 0);
    expect(entries).toBe(4064 + 1528 + 5);
  });

  it.each([
    [['x', '--write', 'pdf'], 'known are json, ptdump, csv'],
    [['x', 'y', '--write', 'csv'], '--write is for one file'],
    [['x', '--json', '--write', 'csv'], 'do not go together'],
    [['nowhere.txt'], 'nowhere.txt cannot be read'],
    [[], 'no file is given'],
    [['--cr3'], '--cr3 needs a value'],
    [['x', '--cr3', 'zz'], 'expected hex digits'],
    [['--colour', 'x'], 'there is no option --colour'],
  ])('a wrong call (%j) says what is wrong, exit code 2', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect(code).toBe(2);
    expect(out).toEqual([]);
    expect(err).toContain(message);
  });

  it('--help explains itself', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out.join('\n')).toContain('--json');
  });
});
