import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { diffCommand } from './diff-command.ts';

const fixture = (path: string): string => fileURLToPath(new URL(`../../fixtures/captures/${path}`, import.meta.url));

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await diffCommand(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, text: out.join('\n'), err: err.join('\n') };
}

describe('the command diff', () => {
  it('says in a few lines what split, merged and changed, exit code 1', async () => {
    const { code, text } = await run(fixture('K1/frag/before.ptdump-kernel'), fixture('K1/frag/end.ptdump-kernel.gz'));
    expect(code).toBe(1);
    expect(text).toMatch(/^ {2}4K +4,064 +22,496 +\+18,432 +\+73,728$/m);
    expect(text.split('\n').filter((line) => line.length > 75)).toEqual([]);
    expect(text).toMatch(/^split: +3 of 1G, 36 of 2M$/m);
    expect(text).toMatch(/^merged: +0 to 1G, 0 to 2M$/m);
    expect(text).toMatch(/^ +1,945 +239 +0xa976c {2}GLOBAL lost$/m);
  });

  it('[DIFF-9] says that machines of different memory are hardly one', async () => {
    const { text } = await run(fixture('K1/frag/before.ptdump-kernel'), fixture('K1/default/before.ptdump-kernel'));
    expect(text).toMatch(/A maps 2,097,120 pages of 4K and B 2,621,408: these are two machines/);
    const one = await run(fixture('K1/frag/before.ptdump-kernel'), fixture('K1/frag/end.ptdump-kernel.gz'));
    expect(one.text).not.toContain('two machines');
  });

  it('[DIFF-5] finds no difference between two formats of one moment, exit code 0', async () => {
    const { code, out } = await run(fixture('K2/frag/end.ptdump-kernel'), fixture('K2/frag/end.qemu-info-tlb.txt.gz'));
    expect([code, out.at(-1)]).toEqual([0, 'no difference']);
  });

  it('--json has the numbers and every stretch of pages that differs', async () => {
    const files = [fixture('K2/frag/before.ptdump-kernel'), fixture('K2/frag/end.ptdump-kernel')];
    const { code, out } = await run(...files, '--json');
    expect(code).toBe(1);
    const json = JSON.parse(out.join('\n'));
    expect(json.split).toEqual({ '1G': 1, '2M': 1 });
    expect(json.before.leaves).toEqual({ '4K': 4064, '2M': 1528, '1G': 5 });
    expect(json.after.leaves).toEqual({ '4K': 4576, '2M': 2039, '1G': 4 });
    const readOnly = json.changes.filter(({ to }: { to: string }) => to === '4K RO NX GLOBAL WB');
    expect(readOnly.map(({ pfn, pages }: { pfn: number; pages: number }) => [pfn, pages])).toEqual([
      [0x236f41, 1],
      [0x236f45, 1],
    ]);
  });

  it.each([
    [['one'], 'two files are needed, 1 given'],
    [['nowhere', 'else'], 'nowhere cannot be read'],
    [['--policy', 'none', 'a', 'b'], 'there is no option --policy'],
  ])('a wrong call (%j) says what is wrong, exit code 2', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, []]);
    expect(err).toContain(message);
  });

  it('--help explains itself', async () => {
    const { code, text } = await run('--help');
    expect(code).toBe(0);
    expect(text).toContain('--json');
  });
});
