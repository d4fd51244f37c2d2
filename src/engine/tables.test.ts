import { describe, expect, it } from 'vitest';
import { ENTRIES, type Level } from '../x86/page.ts';
import { P, type Prot } from '../x86/prot.ts';
import { Tables } from './tables.ts';
import { EMPTY, POINTER, Words } from './words.ts';

const words = (count: number, level: Level = 1): { tables: Tables; word: (n: number) => number } => {
  const all = new Words(true);
  const list = Array.from({ length: count }, (_, n) => all.of(((n << 13) | P) as Prot, level));
  return { tables: new Tables(all, 1), word: (n) => list[n] };
};

describe('Tables', () => {
  it('[COUNT-3] counts entries by word through writes, fills, releases', () => {
    const { tables, word } = words(4);
    const a = tables.allocate(2, 0, 0, 0, word(0), -1);
    const b = tables.allocate(1, 512, a, 1, EMPTY, -1);
    tables.link(a, 1, b);
    expect(tables.fillEmpty(b, 10, 20, word(1))).toBe(-1);
    expect(tables.fillEmpty(b, 15, 30, word(2))).toBe(15);
    tables.set(b, 0, word(3));
    const counts = (): number[] => [EMPTY, POINTER, word(0), word(1), word(2), word(3)].map((w) => tables.counts[w]);
    expect(counts()).toEqual([501, 1, 511, 10, 0, 1]);
    tables.release(b);
    tables.set(a, 1, word(0));
    expect(counts()).toEqual([0, 0, 512, 0, 0, 0]);
    tables.releaseUniform(a, word(0));
    expect(counts()).toEqual([0, 0, 0, 0, 0, 0]);
    expect(tables.inUse).toBe(0);
  });

  it('a table that comes back has nothing of the one before it', () => {
    const { tables, word } = words(2);
    const parent = tables.allocate(2, 0, 0, 0, word(0), 7);
    const child = tables.allocate(1, 0, parent, 3, word(0), 8);
    tables.link(parent, 3, child);
    tables.track(parent, word(0), 511);
    tables.setOddPfn(child, 5, 99);
    tables.release(child);
    tables.release(parent);
    const again = tables.allocate(1, 512, 0, 0, POINTER - 1, -1);
    expect(again).toBe(parent);
    expect([tables.isSplit(again), tables.nrSame(again), tables.hasOddPfns(again), tables.child(again, 3)]).toEqual([
      false,
      0,
      false,
      0,
    ]);
    expect(tables.allocate(1, 0, 0, 0, POINTER - 1, -1)).toBe(child);
  });

  it('holds more than 256 different words', () => {
    const { tables, word } = words(2000);
    const ids = Array.from({ length: 4 }, (_, n) => tables.allocate(1, 512 * n, 0, 0, word(n), -1));
    const before = tables.checkpoint();
    for (let n = 0; n < 2000; n++) tables.set(ids[n >> 9], n & 511, word(n));
    for (let n = 0; n < 2000; n++) expect(tables.get(ids[n >> 9], n & 511)).toBe(word(n));
    expect(tables.counts[word(1999)]).toBe(1);
    tables.restore(before, () => undefined);
    expect([tables.get(ids[0], 5), tables.get(ids[3], 511)]).toEqual([word(0), word(3)]);
    tables.set(ids[1], 9, word(1500));
    expect(tables.get(ids[1], 9)).toBe(word(1500));
    expect(tables.counts[word(1)]).toBe(511);
  });

  it('[CHECKPOINT-1] keeps each checkpoint as it was, back and forth', () => {
    const { tables, word } = words(3);
    const ids = Array.from({ length: 200 }, (_, n) => tables.allocate(2, 0, 0, 0, word(n % 3), -1));
    const state = (): unknown[] => ids.map((id) => [tables.get(id, 1), tables.child(id, 1), tables.nrSame(id)]);
    const states = [state()];
    const checkpoints = [tables.checkpoint()];
    for (let step = 1; step < 5; step++) {
      for (let n = step; n < 200; n += 40) {
        const child = tables.allocate(1, 0, ids[n], 1, word(0), -1);
        tables.link(ids[n], 1, child);
        tables.track(ids[n], word(0), step);
      }
      states.push(state());
      checkpoints.push(tables.checkpoint());
    }
    for (const at of [0, 3, 1, 4, 2]) {
      tables.restore(checkpoints[at], () => undefined);
      expect(state()).toEqual(states[at]);
      tables.set(ids[at], 1, word(2));
      tables.link(ids[150], 1, tables.allocate(1, 0, ids[150], 1, word(1), -1));
    }
  });

  it('[MERGE-3] counts writes of a table made by a split, and of no other', () => {
    const { tables, word } = words(3);
    const id = tables.allocate(1, 0, 0, 0, word(0), -1);
    expect(tables.countWrite(id, word(0), word(1))).toBe(-1);
    tables.track(id, word(0), ENTRIES);
    expect(tables.countWrite(id, word(0), word(1))).toBe(511);
    expect(tables.countWrite(id, word(1), word(2))).toBe(511);
    expect(tables.countWrite(id, word(2), word(0))).toBe(512);
    expect(tables.countWrite(id, word(0), word(0))).toBe(512);
    expect([tables.sameProt(id), tables.nrSame(id)]).toEqual([word(0), 512]);
  });
});
