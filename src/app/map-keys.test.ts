import { expect, test } from 'vitest';
import { layoutOf } from '../scene/layout.ts';
import type { Region } from '../scene/region.ts';
import { machine } from '../testing/columns.ts';
import { type KeyContext, keyAction } from './map-keys.ts';

const GIB: Region = { level: 3, pfn: 0x80000 };
const CELL: Region = { level: 2, pfn: 0xa9e00 };
const PAGE: Region = { level: 1, pfn: 0xa9e00 };
const columns = machine('9G').split(2).split4k(2, 0x14f).columns();
const at = (selection: Region | undefined, ...trail: Region[]): KeyContext => ({
  layout: layoutOf(9),
  columns,
  selection,
  also: [],
  trail,
});

test('[KEY-5] Enter goes to the selection, then selects its first piece', () => {
  expect(keyAction('Enter', at(GIB))).toEqual({ kind: 'go', to: GIB, select: GIB });
  expect(keyAction('Enter', at(GIB, GIB))).toEqual({ kind: 'select', region: { level: 2, pfn: GIB.pfn } });
  const split: Region = { level: 2, pfn: 0x80000 };
  expect(keyAction('Enter', at(CELL, GIB, CELL))).toEqual({ kind: 'select', region: PAGE });
  expect(keyAction('Enter', at(split, GIB, split))).toEqual({ kind: 'select', region: split });
});

test('[KEY-6] Escape goes out of what fills the view and takes the selection with it; at home it lets go', () => {
  expect(keyAction('Escape', at(PAGE, GIB, CELL))).toEqual({ kind: 'go', to: GIB, select: GIB });
  expect(keyAction('Backspace', at(GIB, GIB))).toEqual({ kind: 'go', to: 'home', select: GIB });
  expect(keyAction('Escape', at(CELL))).toEqual({ kind: 'select', region: GIB });
  expect(keyAction('Escape', at(GIB))).toEqual({ kind: 'select', region: undefined });
  expect(keyAction('Escape', at(undefined))).toBeUndefined();
});

test('[KEY-7] arrows begin with what is in view, then go from neighbour to neighbour, and stay at the rim', () => {
  expect(keyAction('ArrowRight', at(undefined))).toEqual({ kind: 'select', region: { level: 3, pfn: 0 } });
  expect(keyAction('ArrowRight', at(undefined, GIB))).toEqual({ kind: 'select', region: GIB });
  expect(keyAction('ArrowRight', at({ level: 3, pfn: 0 }))).toEqual({
    kind: 'select',
    region: { level: 3, pfn: 262144 },
  });
  expect(keyAction('ArrowLeft', at({ level: 3, pfn: 0 }))).toEqual({ kind: 'select', region: { level: 3, pfn: 0 } });
});

test('[KEY-8] plus and minus zoom, 0 and Home go home, other keys are left alone', () => {
  expect(keyAction('+', at(undefined))).toEqual({ kind: 'zoom', factor: 1.6 });
  expect(keyAction('-', at(undefined))).toEqual({ kind: 'zoom', factor: 1 / 1.6 });
  expect(keyAction('0', at(CELL, GIB))).toEqual({ kind: 'go', to: 'home', select: CELL });
  expect(keyAction('Home', at(undefined))).toEqual({ kind: 'go', to: 'home', select: undefined });
  expect(keyAction('x', at(CELL))).toBeUndefined();
});

test('[SEVERAL-5] Shift and an arrow add the neighbour, and let go again on the way back; Escape leaves the newest', () => {
  const second: Region = { level: 1, pfn: PAGE.pfn + 2 };
  const more = keyAction('ArrowRight', at(PAGE), true);
  expect(more).toEqual({ kind: 'selectAll', regions: [PAGE, second] });
  const both = { ...at(second), also: [PAGE] };
  expect(keyAction('ArrowLeft', both, true)).toEqual({ kind: 'selectAll', regions: [PAGE] });
  expect(keyAction('Escape', both)).toEqual({ kind: 'select', region: second });
  expect(keyAction('ArrowLeft', both)).toEqual({ kind: 'select', region: PAGE });
});
