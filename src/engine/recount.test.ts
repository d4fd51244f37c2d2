import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guest, play } from '../testing/guest.ts';
import { P, type Prot } from '../x86/prot.ts';
import { recount } from './recount.ts';
import { Tables } from './tables.ts';
import { Words } from './words.ts';

describe('recount', () => {
  it('[COUNT-3] of the tables gives the counts that were kept', () => {
    const machine = guest('rfc-merge');
    play(machine, 'ro 600 1; np 5 3; rw 600 1; ro 512 512; x 9000 40');
    expect(recount(machine.tables)).toEqual(machine.tables.counts);
  });

  it('sees one entry that differs, wherever it is, with few words and with many', () => {
    fc.assert(
      fc.property(fc.nat(511), fc.constantFrom(3, 300), (index, count) => {
        const words = new Words(true);
        const list = Array.from({ length: count }, (_, n) => words.of(((n << 13) | P) as Prot, 1));
        const tables = new Tables(words, 1);
        const last = list[count - 1];
        const free = tables.allocate(1, 0, 0, 0, last, -1);
        tables.set(tables.allocate(1, 0, 0, 0, last, -1), index, list[0]);
        tables.releaseUniform(free, last);
        const counts = recount(tables);
        expect([counts[list[0]], counts[last]]).toEqual([1, 511]);
        expect(counts).toEqual(tables.counts);
      }),
    );
  });
});
