import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DifferingColumns, NO_TABLE } from '../bridge/columns.ts';
import { machine } from '../testing/columns.ts';
import { painted } from '../testing/painted.ts';
import { palette } from '../theme/palette.ts';
import { PAGES_1G } from '../x86/page.ts';
import { PageOwner } from '../x86/page-owner.ts';
import { colouredColumns, MERGE_GROUPS, ownerCode, quietCode, SIZE_CODES } from './colouring.ts';
import { regionPx } from './geometry.ts';
import { makeInks } from './inks.ts';
import { layoutOf } from './layout.ts';
import { regionCamera } from './region-camera.ts';

const VIEW = { width: 300, height: 220, dpr: 1 };
const code = (name: string): number => MERGE_GROUPS.find((group) => group.name === name)?.code ?? -1;

/** A machine of 4 GiB: a 1G page, one in 2M, one with two cells in 4K, a hole. */
const sketch = () => machine('4G').split(1, 2).split4k(2, 7, 100).hole(3);

function withTables(cells: Readonly<Record<number, number>>): DifferingColumns {
  const cellTable = new Uint16Array(2 * 512).fill(NO_TABLE);
  for (const [cell, entries] of Object.entries(cells)) cellTable[512 + Number(cell)] = entries;
  const least = Math.min(2, ...Object.values(cells));
  return {
    gibTable: Uint16Array.of(NO_TABLE, 0, 2, NO_TABLE),
    gibLeast: Uint16Array.of(NO_TABLE, 0, least, NO_TABLE),
    cellTable,
    tables: new Float64Array(513),
  };
}

test('[NEAR-2] by page size, a cell or GiB has the colour of its smallest page', () => {
  const { gibState, cellState, pageState } = colouredColumns(sketch().columns(), 'size');
  expect([...gibState]).toEqual([SIZE_CODES['1G'], SIZE_CODES['2M'], SIZE_CODES['4K'], 0]);
  expect([cellState[0], cellState[512], cellState[512 + 7]]).toEqual([
    SIZE_CODES['2M'],
    SIZE_CODES['2M'],
    SIZE_CODES['4K'],
  ]);
  expect(new Set(pageState)).toEqual(new Set([SIZE_CODES['4K']]));
});

test('[NEAR-3] by nearness, a 4K page has the colour of its table, a 2M page quietly that of its table, a GiB that of its nearest', () => {
  const columns = { ...sketch().columns(), differing: withTables({ 7: 5, 100: 1 }) };
  const { gibState, cellState, pageState } = colouredColumns(columns, 'merge');
  expect([...gibState]).toEqual([1, code('0'), code('1'), 0]);
  expect([cellState[0], cellState[512], cellState[512 + 7]]).toEqual([quietCode(0), quietCode(2), code('3-8')]);
  expect(quietCode(0)).toBeLessThan(code('129-512'));
  expect(new Set(pageState.subarray(0, 512))).toEqual(new Set([code('3-8')]));
  expect(colouredColumns(sketch().columns(), 'merge').differing).toBeUndefined();
});

test('[NEAR-4] groups are whole: each number of entries is in one, and nearer is more salient', () => {
  expect(MERGE_GROUPS.map(({ most }) => most)).toEqual([0, 1, 2, 8, 32, 128, 512]);
  const codes = MERGE_GROUPS.map((group) => group.code);
  expect(codes).toEqual(codes.toSorted((a, b) => b - a));
});

test('[NEAR-5] one table that is near a merge is seen at every zoom', () => {
  const columns = { ...machine('3G').split(0, 1, 2).split4k(2, 300).columns() };
  const cellTable = new Uint16Array(3 * 512).fill(NO_TABLE);
  cellTable[1024 + 300] = 1;
  const far = Uint16Array.of(500, 500, 500);
  const differing = { gibTable: far, gibLeast: Uint16Array.of(500, 500, 1), cellTable, tables: new Float64Array(513) };
  fc.assert(
    fc.property(fc.double({ min: Math.log(0.006), max: Math.log(4), noNaN: true }).map(Math.exp), (scale) => {
      const cell = { level: 2, pfn: 2 * PAGES_1G + 300 * 512 } as const;
      const { x, y } = regionCamera(layoutOf(3), VIEW, cell);
      const picture = painted({ ...columns, differing }, { x, y, scale }, VIEW, { colouring: 'merge' });
      const rect = regionPx(picture.geometry, cell);
      const around = { x: rect.x - 1, y: rect.y - 1, width: rect.width + 2, height: rect.height + 2 };
      const wanted = code('1');
      const inks = [picture.inks.solid[wanted], picture.inks.grain[wanted * 4]];
      expect(inks.some((ink) => picture.within(around).has(ink))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('[OWNER-5] by owner, every page has the colour of who has it; where nobody has said, it is calm', () => {
  const columns = sketch().columns({ gibs: Uint32Array.of(0, 1, 2, 3), order: 1 });
  const cellOwner = new Uint8Array(2 * 512).fill(PageOwner.unknown);
  cellOwner[512 + 7] = PageOwner.bpf;
  const cellPages = new Int32Array(2 * 512).fill(-1);
  cellPages[512 + 7] = 0;
  const owners = {
    gibOwner: Uint8Array.of(PageOwner.free, PageOwner.unknown, PageOwner.bpf, PageOwner.none),
    cellOwner,
    cellPages,
    pageOwner: Uint8Array.of(PageOwner.unknown, PageOwner.bpf),
    pages: new Float64Array(10),
  };
  expect(colouredColumns(columns, 'owner')).toBe(columns);
  const { gibState, cellState, pageState } = colouredColumns({ ...columns, owners }, 'owner');
  expect([...gibState]).toEqual([ownerCode(PageOwner.free), 1, ownerCode(PageOwner.bpf), 0]);
  expect([cellState[512 + 6], cellState[512 + 7]]).toEqual([1, ownerCode(PageOwner.bpf)]);
  expect([...pageState]).toEqual([1, ownerCode(PageOwner.bpf), 1, 1]);
  const inks = makeInks(palette('dark'), 0, 'owner');
  expect(new Set(inks.rgb.slice(1, 18).map(String)).size).toBe(9);
});
