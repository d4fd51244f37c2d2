import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hostClient } from '../testing/host-client.ts';
import { ROOT } from '../testing/project-files.ts';

it('[DIAG-7] the page is told what keeps the machine in pieces, who did it, and what each policy would win back', async () => {
  const client = hostClient();
  const source = { kind: 'scenario', id: 'frag-8g-plain', seed: 1 } as const;
  await client.request('open', { source, choice: undefined, userCalls: [] });
  await client.request('seek', { step: 99_999, from: 0, view: { gibs: new Uint32Array(0), order: 0 } });
  const { leaves, groups, wins, standing, wx } = await client.request('diagnose', {});
  expect(leaves).toEqual({ '4K': 22496, '2M': 3028, '1G': 2 });
  expect(groups[0]).toMatchObject({ bits: ['GLOBAL'], tables: 35, entries: 998 });
  expect(wx).toEqual([]);
  expect(standing.map(({ who }) => who)).toEqual(['set_memory_ro', 'set_direct_map_invalid_noflush']);
  const rfc = wins.find(({ policy }) => policy === 'rfc-merge');
  expect(rfc?.now.tablePages).toBe(0);
  expect(rfc?.withGlobal).toMatchObject({ leaves: { '4K': 22496 - 35 * 512 } });
  expect(wins.map(({ policy }) => policy)).toContain('batched');
});

it('[DIAG-11] of a dump that is younger than its trace it is told which calls of the trace were on the tables in pieces', async () => {
  const client = hostClient();
  const file = (name: string) => ({
    name,
    blob: new Blob([readFileSync(join(ROOT, 'fixtures/captures/K1/frag', name))]),
  });
  const source = { kind: 'file', ...file('end.ptdump-kernel.gz'), also: [file('trace_pipe.txt.gz')] } as const;
  await client.request('open', { source, choice: { policy: 'none', globalFix: false }, userCalls: [] });
  await client.request('seek', { step: 0, from: 0, view: { gibs: new Uint32Array(0), order: 0 } });
  const { standing, touching, pteTables, text } = await client.request('diagnose', {});
  expect(standing).toEqual([]);
  expect(touching.map(({ who }) => who)).toContain('set_memory_ro');
  const touched = touching.reduce((sum, { tables }) => sum + tables, 0);
  // 36 of the 44 were split in the traced time; the calls name no page of at least one of the others, the first 2M.
  expect(touched).toBeGreaterThanOrEqual(36);
  expect(touched).toBeLessThan(pteTables);
  expect(text).toContain('in pieces before the run; its calls on these tables');
});
