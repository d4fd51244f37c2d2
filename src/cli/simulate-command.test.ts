import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostClient } from '../testing/host-client.ts';
import { ROOT } from '../testing/project-files.ts';
import { simulateCommand } from './simulate-command.ts';

const TRACE = join(ROOT, 'fixtures/traces/K2/s01_split1_ro_rw.jsonl.gz');

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const output = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
  const code = await simulateCommand(args, output, join(ROOT, 'public/recordings'));
  return { code, out, err: err.join('\n'), json: () => JSON.parse(out.join('\n')) };
}

describe('simulate', () => {
  it('[SIM-1] a recorded workload ends with the counters of the real kernel', async () => {
    const { json } = await run('frag-8g', '--json');
    expect(json()).toMatchObject({
      policy: 'rfc-merge',
      steps: 6194,
      after: { '4K': 4576, '2M': 2039, '1G': 4 },
      vmstat: {
        direct_map_level2_splits: 32,
        direct_map_level3_splits: 8,
        direct_map_level1_merges: 31,
        direct_map_level2_merges: 7,
      },
    });
  });

  it('[SIM-2] under another policy the same calls end otherwise, and who split what stays is told', async () => {
    const { json } = await run('frag-8g', '--policy', 'none', '--json');
    const { after, standing, vmstat } = json();
    expect(after['1G']).toBeLessThan(4);
    const sum = (size: string): number =>
      standing.reduce((all: number, splits: Record<string, number>) => all + (splits[size] ?? 0), 0);
    // One 2M and one GiB were split before step 1.
    expect([sum('2M') + 1, sum('1G') + 1]).toEqual([vmstat.direct_map_level2_splits, vmstat.direct_map_level3_splits]);
  });

  it('[SIM-3] runs a recorded trace under its own policy, and a saved run', async () => {
    expect((await run(TRACE, '--json')).json()).toMatchObject({ policy: 'rfc-merge', patch1: true, steps: 12 });
    const client = hostClient();
    const source = { kind: 'scenario', id: 'lost-global', seed: 1 } as const;
    await client.request('open', { source, choice: undefined, userCalls: [] });
    const { text } = await client.request('write', { format: 'trace', regions: [] });
    const folder = await mkdtemp(join(tmpdir(), 'simulate-'));
    await writeFile(join(folder, 'run.jsonl'), text);
    const saved = (await run(join(folder, 'run.jsonl'), '--json')).json();
    const library = (await run('lost-global', '--json')).json();
    await rm(folder, { recursive: true });
    expect(saved).toEqual(library);
    expect(saved.patch1).toBe(false);
  });

  it('the same seed gives the same run', async () => {
    const seeded = async (seed: string) => (await run('server-1t', '--seed', seed, '--json')).out.join('\n');
    expect(await seeded('7')).toBe(await seeded('7'));
    expect(await seeded('7')).not.toBe(await seeded('8'));
  });

  it.each([
    [[], 'one scenario or file is needed, 0 given'],
    [['one-page', '--policy', 'magic'], '--policy is magic, known are none'],
    [['one-page', '--seed', 'x'], '--seed is x'],
    [['nowhere'], 'nowhere is no scenario of the library'],
    [[join(ROOT, 'fixtures/captures/K1/frag/before.ptdump-kernel')], 'holds no run'],
  ])('a wrong call (%j) says what is wrong, exit code 2', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, []]);
    expect(err).toContain(message);
  });

  it('--help explains itself', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out.join('\n')).toContain('frag-8g');
  });
});
