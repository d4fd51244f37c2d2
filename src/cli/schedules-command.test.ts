import { describe, expect, it } from 'vitest';
import { schedulesCommand } from './schedules-command.ts';

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await schedulesCommand(args, { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err: err.join('\n') };
}

describe('schedules', () => {
  it('[CPU-10] counts all schedules of two CPUs when none does damage', async () => {
    expect(await run()).toEqual({ code: 0, out: ['8,104 schedules, 771 different moments: no damage'], err: '' });
    expect((await run('--policy', 'none')).out).toEqual(['7,980 schedules, 683 different moments: no damage']);
  });

  it('[CPU-10] prints the schedule that does damage, a line a step', async () => {
    const { code, out } = await run('--without', 'split');
    expect(code).toBe(1);
    expect(out[0]).toBe('CPU 0  operation 0  looks the entry up        vmalloc page 0  cpa_lock');
    expect(out.at(-2)).toMatch(
      /^CPU 1 {2}operation 0 {2}__split_large_page +direct map page 1311320 {2}cpa_lock pgd_lock$/,
    );
    expect(out.at(-1)).toMatch(/^damage: the table of page \d+ was given back$/);
  });

  it.each(['write', 'decide', 'split'])(
    '[CPU-10] on pages of their own no CPU needs cpa_lock, but each second look: %s',
    async (guard) => {
      expect((await run('--apart', '--without', 'cpa_lock')).out).toEqual([
        expect.stringMatching(/^[\d,]+ schedules, [\d,]+ different moments: no damage$/),
      ]);
      const { code, out } = await run('--apart', '--without', `cpa_lock,${guard}`);
      expect(code).toBe(1);
      expect(out.at(-1)).toMatch(/^damage: the table of page \d+ was given back$/);
      expect(out.length).toBeGreaterThan(5);
    },
  );

  it('[CPU-10] says why a second look that is left out is not missed where cpa_lock is held', async () => {
    const { code, out } = await run('--without', 'write');
    expect([code, out[0]]).toEqual([0, '8,104 schedules, 771 different moments: no damage']);
    expect(out[1]).toContain('--apart --without cpa_lock,write');
    expect((await run('--random', '3', '--without', 'decide')).out[1]).toContain('--apart --without cpa_lock,decide');
  });

  it('[CPU-10] draws schedules for more CPUs', async () => {
    const args = ['--cpus', '4', '--rounds', '3', '--random', '5'];
    expect((await run(...args)).out).toEqual(['5 random schedules: no damage']);
    expect((await run(...args, '--without', 'split')).code).toBe(1);
  });

  it.each([
    [['--policy', 'best'], '--policy is best, known are none, rfc-merge'],
    [['--cpus', '1'], '--cpus is 1, expected a number from 2 to 8'],
    [['--rounds', 'x'], '--rounds is x, expected'],
    [['--without', 'split,luck'], '--without is luck, known are cpa_lock, write, decide, split'],
    [['file'], 'file: no file is expected'],
    [['--pages'], '--pages needs a value'],
  ])('a wrong call (%j) says what is wrong, exit code 2', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect(code).toBe(2);
    expect(out).toEqual([]);
    expect(err).toContain(message);
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out.join('\n')).toContain('--without');
  });
});
