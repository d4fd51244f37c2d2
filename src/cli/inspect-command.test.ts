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
    expect(out.join('\n')).toMatch(/^ +35 kept in pieces by GLOBAL \(998 entries, 1 by one; first at page 0xa9600\)$/m);
    expect(out.join('\n')).toContain('no page is writable and executable');
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
