import { describe, expect, it } from 'vitest';
import { guest, play, WINDOW } from '../testing/guest.ts';
import { BOOT_4K, BOOT_LARGE, type Prot, protHex, RW } from '../x86/prot.ts';
import { Effects } from './effects.ts';
import type { Machine } from './machine.ts';
import { Words } from './words.ts';

const NAMES = ['write', 'split', 'merge'];

function rowsOf({ effects, words }: Machine): string[] {
  return Array.from({ length: effects.length }, (_, row) => {
    const hex = (word: number): string => protHex(words.prot[word]);
    const [pfn, origin] = [effects.pfn(row) - WINDOW, effects.origin(row) - WINDOW];
    const what = `${NAMES[effects.kind(row)]} level ${effects.level(row)} ${pfn} x${effects.pages(row)} at ${origin}`;
    return `${what}: ${hex(effects.from(row))} to ${hex(effects.to(row))}`;
  });
}

describe('effects', () => {
  it('[EFFECT-1] tell splits from above, the write, and the cascade of merges, in order', () => {
    const machine = guest('rfc-merge');
    play(machine, 'ro 600 1; rw 600 1');
    expect(rowsOf(machine)).toEqual([
      'split level 3 0 x262144 at 600: 80000000000001e3 to 80000000000001e3',
      'split level 2 512 x512 at 600: 80000000000001e3 to 8000000000000163',
      'write level 1 600 x1 at 600: 8000000000000163 to 8000000000000161',
      'write level 1 600 x1 at 600: 8000000000000161 to 8000000000000163',
      'merge level 2 512 x512 at 600: 8000000000000163 to 80000000000001e3',
      'merge level 3 0 x262144 at 600: 80000000000001e3 to 80000000000001e3',
    ]);
  });

  it('[EFFECT-2] fold equal 4K writes of one operation that follow each other', () => {
    const machine = guest('none');
    play(machine, 'ro 512 3; ro 515 2; ro 600 2');
    expect(rowsOf(machine).slice(2)).toEqual([
      'write level 1 512 x3 at 512: 8000000000000163 to 8000000000000161',
      'write level 1 515 x2 at 515: 8000000000000163 to 8000000000000161',
      'write level 1 600 x2 at 600: 8000000000000163 to 8000000000000161',
    ]);
  });

  it('[EFFECT-1] a call that changes nothing has none', () => {
    const machine = guest('collapse');
    play(machine, 'rw 0 262144');
    expect(machine.effects.length).toBe(0);
  });

  it.each([2 ** 32, 2 ** 34])('can be cut and go on, with PFNs below %d', (endPfn) => {
    const words = new Words(true);
    const [rw, ro] = [words.of(BOOT_4K, 1), words.of((BOOT_4K & ~RW) as Prot, 1)];
    const effects = new Effects(words, endPfn);
    for (let i = 0; i < 5000; i++) effects.write(endPfn - 1 - 2 * i, 1, rw, ro);
    expect(effects.length).toBe(5000);
    expect([effects.pfn(4999), effects.origin(4999), effects.to(4999)]).toEqual([endPfn - 9999, endPfn - 9999, ro]);
    effects.cut(6000);
    expect(effects.length).toBe(5000);
    effects.cut(10);
    effects.write(19, 1, rw, ro);
    expect(effects.length).toBe(11);
    effects.add(0, endPfn - 1, words.of(BOOT_LARGE, 2), rw);
    expect([effects.kind(11), effects.level(11), effects.pages(11), effects.origin(11)]).toEqual([
      1,
      2,
      512,
      endPfn - 1,
    ]);
  });
});
