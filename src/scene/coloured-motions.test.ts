import { expect, test } from 'vitest';
import { NO_TABLE } from '../bridge/columns.ts';
import { machine } from '../testing/columns.ts';
import { eventColumns } from '../testing/events.ts';
import { colouredMotions } from './coloured-motions.ts';
import { quietCode, SIZE_CODES } from './colouring.ts';
import { planMotions } from './transitions.ts';

const plan = planMotions(
  eventColumns(
    { kind: 'split', level: 3, pfn: 262144 },
    { kind: 'split', level: 2, pfn: 262144 },
    { kind: 'write', level: 1, pfn: 262150 },
  ),
  1,
);
const columns = machine('2G').split(1).split4k(1, 0).columns();

test('[MOTION-15] under other colourings splits and merges show their colours, and protections are not shown', () => {
  expect(colouredMotions(plan, 'protection', columns)).toBe(plan);
  const bySize = colouredMotions(plan, 'size', columns);
  expect(bySize.totalMs).toBe(plan.totalMs);
  expect(bySize.motions.map(({ kind, level, from }) => [kind, level, from])).toEqual([
    ['split', 3, SIZE_CODES['1G']],
    ['split', 2, SIZE_CODES['2M']],
  ]);
  const differing = {
    gibTable: Uint16Array.of(NO_TABLE, 1),
    gibLeast: Uint16Array.of(NO_TABLE, 1),
    cellTable: new Uint16Array(512).fill(NO_TABLE),
    tables: new Float64Array(513),
  };
  const byTable = colouredMotions(plan, 'merge', { ...columns, differing });
  expect(byTable.motions.map(({ from }) => from)).toEqual([1, quietCode(1)]);
});

test('[MOTION-15] what merges is drawn in the colour that it has then', () => {
  const whole = machine('2G').split(1).columns();
  const owners = {
    gibOwner: Uint8Array.of(2, 9),
    cellOwner: new Uint8Array(512).fill(9),
    cellPages: new Int32Array(512).fill(-1),
    pageOwner: new Uint8Array(),
    pages: new Float64Array(10),
  };
  const merge = planMotions(eventColumns({ kind: 'merge', level: 2, pfn: 262144 }), 1);
  const [motion] = colouredMotions(merge, 'owner', { ...whole, owners }).motions;
  expect(motion?.to).toBe(17);
});
