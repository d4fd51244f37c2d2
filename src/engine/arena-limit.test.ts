import { expect, it, vi } from 'vitest';
import { PAGES_1G } from '../x86/page.ts';
import { bootMachine } from './boot.ts';
import { ENOMEM } from './errno.ts';
import { profileFor } from './profiles.ts';
import { recount } from './recount.ts';

vi.mock('./table-columns.ts', async (original) => ({ ...(await original<object>()), TABLE_LIMIT: 6 }));

it('[MEM-10] at the limit of the arena a split is -ENOMEM, takes no page and harms nothing', () => {
  const spec = { ram: [{ firstPfn: 0, endPfn: 4 * PAGES_1G }], gbPages: true, pagingLevels: 4 } as const;
  const machine = bootMachine(spec, profileFor({ policy: 'rfc-merge', globalFix: true }));
  const ro = { kind: 'call', call: 'ro', pfn: PAGES_1G + 5, pages: 1 } as const;
  const rw = { ...ro, call: 'rw' } as const;
  expect(machine.apply(ro)).toBe(0);
  expect(machine.tables.inUse).toBe(5);
  const before = { leaves: machine.leafRuns(), free: machine.memory?.freePages };
  expect(machine.apply({ ...ro, pfn: 2 * PAGES_1G })).toBe(ENOMEM);
  expect({ leaves: machine.leafRuns(), free: machine.memory?.freePages }).toEqual(before);
  expect(recount(machine.tables)).toEqual(machine.tables.counts);
  expect(machine.apply(rw)).toBe(0);
  expect(machine.tables.inUse).toBe(3);
  expect(machine.apply({ ...ro, pfn: 2 * PAGES_1G })).toBe(0);
});
