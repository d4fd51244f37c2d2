import { expect, it } from 'vitest';
import { hostClient } from '../testing/host-client.ts';

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
