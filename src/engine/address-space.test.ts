import { describe, expect, it } from 'vitest';
import { IMAGE_6_1 } from '../testing/kernel-images.ts';
import { leafList } from '../testing/leaf-list.ts';
import { PAGES_1G } from '../x86/page.ts';
import { policyChoice } from '../x86/policies.ts';
import { bitNames, type Prot, protHex } from '../x86/prot.ts';
import type { PolicyName, SetMemoryCall } from '../x86/set-memory.ts';
import { addressesOf } from './addresses-of.ts';
import { bootMachine, type MachineSpec } from './boot.ts';
import { leafRuns } from './leaf-runs.ts';
import type { Machine } from './machine.ts';
import { profileFor } from './profiles.ts';
import { writableExecutable, writableExecutablePages } from './writable-executable.ts';

const VMALLOC = 0xffffc90000000000n;
const MODULES = 0xffffffffa0000000n;
const HIGH = 0xffffffff80000000n;
const DIRECT = 0xffff888000000000n;
const PFN = PAGES_1G + 700;

const at = (base: bigint, page: number): bigint => base + (BigInt(page) << 12n);

function boot(policy: PolicyName, more: Partial<MachineSpec> = {}): Machine {
  const ram = [{ firstPfn: 0, endPfn: 3 * PAGES_1G }];
  return bootMachine({ ram, gbPages: true, pagingLevels: 4, ...more }, profileFor(policyChoice(policy, true)));
}

const callAt = (machine: Machine, call: SetMemoryCall, address: bigint, pages = 1): number =>
  machine.apply({ kind: 'at', call, address, pages });

/** "module area ffffffffa0000000 4K 161": everywhere that a page is mapped. */
const everywhere = (machine: Machine, pfn: number): string[] =>
  addressesOf(machine, pfn).map(({ title, address, level, word }) => {
    return `${title} ${address.toString(16)} ${['', '4K', '2M', '1G'][level]} ${protHex(machine.words.prot[word])}`;
  });

const flagsAt = (machine: Machine, address: bigint): string => {
  const place = machine.space.find(address);
  return place === undefined ? '' : protHex(machine.words.prot[place.area.lookup(place.page).word] as Prot);
};

describe('addresses beside the direct map', () => {
  it('[AREA-1] any pages are mapped one after the other, and found by their PFN at every address', () => {
    const machine = boot('none');
    expect(machine.apply({ kind: 'map', address: MODULES, pfns: [PFN, 5, PFN + 9] })).toBe(0);
    expect(machine.apply({ kind: 'map', address: at(VMALLOC, 511), pfns: [7, PFN] })).toBe(0);
    expect(everywhere(machine, PFN)).toEqual([
      'direct map ffff8880402bc000 1G 80000000000001e3',
      'module area ffffffffa0000000 4K 8000000000000163',
      'vmalloc area ffffc90000200000 4K 8000000000000163',
    ]);
    for (const pfns of [[8], [8, 9]])
      expect(machine.apply({ kind: 'map', address: at(MODULES, 3 - pfns.length), pfns })).toBe(-16);
    expect(machine.apply({ kind: 'map', address: at(VMALLOC, 509), pfns: [8, 9, 10] })).toBe(-16);
    expect(machine.space.vmalloc.lookup(509).word).toBe(0);
    expect(machine.apply({ kind: 'unmap', address: MODULES, pages: 3 })).toBe(0);
    expect(everywhere(machine, PFN + 9)).toEqual(['direct map ffff8880402c5000 1G 80000000000001e3']);
    expect(machine.apply({ kind: 'map', address: at(MODULES, 2), pfns: [8] })).toBe(0);
  });

  it('[AREA-2] an address that the kernel does not have is -EINVAL; one that maps nothing -EFAULT, or skipped', () => {
    const [plain, mainline] = [boot('none', { image: IMAGE_6_1 }), boot('collapse')];
    const before = plain.leafRuns();
    for (const address of [0n, 0x7fff00000000n, 0x1000000000000n, -4096n, 1n << 64n]) {
      expect(callAt(plain, 'ro', address)).toBe(-22);
      expect(plain.apply({ kind: 'map', address, pfns: [1] })).toBe(-22);
    }
    for (const address of [VMALLOC, MODULES, HIGH, 0xffffff0000000000n, at(DIRECT, 3 * PAGES_1G)]) {
      expect(callAt(plain, 'ro', address)).toBe(-14);
      expect(callAt(plain, 'ro', address, 0)).toBe(0);
      // 6.1 takes a call that looks after no aliases for an alias, and mainline does not.
      for (const call of ['x', 'np_noalias', 'dm_inval'] as const)
        expect([callAt(plain, call, address), callAt(mainline, call, address)]).toEqual([0, -14]);
    }
    expect(callAt(plain, 'ro', at(DIRECT, 5), -1)).toBe(-22);
    expect(plain.apply({ kind: 'map', address: at(HIGH, 0x1200), pfns: [1] })).toBe(-22);
    expect(plain.apply({ kind: 'map', address: VMALLOC, pfns: [3 * PAGES_1G] })).toBe(-22);
    expect(plain.leafRuns()).toEqual(before);
  });

  it('[AREA-4] a mapping that has become 2M is taken away as a whole, and its place is free again', () => {
    const machine = boot('collapse');
    const pfns = Array.from({ length: 512 }, (_, i) => PAGES_1G + i);
    const map = { kind: 'map', address: VMALLOC, pfns } as const;
    expect(machine.apply(map)).toBe(0);
    expect(callAt(machine, 'rox', VMALLOC, 512)).toBe(0);
    expect(everywhere(machine, PAGES_1G + 5)[1]).toBe('vmalloc area ffffc90000005000 2M 1a1');
    expect(machine.apply(map)).toBe(-16);
    expect(machine.apply({ kind: 'unmap', address: at(VMALLOC, 3), pages: 9 })).toBe(0);
    expect(everywhere(machine, PAGES_1G + 5)).toHaveLength(1);
    expect(callAt(machine, 'ro', VMALLOC)).toBe(-14);
    expect(machine.apply(map)).toBe(0);
    expect(everywhere(machine, PAGES_1G + 5)[1]).toBe('vmalloc area ffffc90000005000 4K 8000000000000163');
  });

  it('[AREA-1] a large page that lies where its memory does is found, too', () => {
    const machine = boot('collapse');
    const pfns = Array.from({ length: 512 }, (_, i) => 512 + i);
    machine.apply({ kind: 'map', address: at(VMALLOC, 512), pfns });
    callAt(machine, 'rox', at(VMALLOC, 512), 512);
    expect(everywhere(machine, 515)).toEqual([
      'direct map ffff888000203000 4K 8000000000000121',
      'vmalloc area ffffc90000203000 2M 1a1',
    ]);
  });

  it('[ALIAS-8] what fails at the alias fails, with what was done before it done', () => {
    const machine = boot('none');
    expect(machine.apply({ kind: 'map', address: VMALLOC, pfns: [PFN] })).toBe(0);
    for (let order = 10; order >= 0; order--) while (machine.memory?.allocate(order) !== undefined);
    expect(callAt(machine, 'ro', VMALLOC)).toBe(-12);
    expect(everywhere(machine, PFN)).toEqual([
      'direct map ffff8880402bc000 1G 80000000000001e3',
      'vmalloc area ffffc90000000000 4K 8000000000000161',
    ]);
    expect(machine.counters).toMatchObject({ cpaFlushAll: 1, flushAll: 0 });
    expect(callAt(machine, 'x', VMALLOC)).toBe(0);
  });

  it('[AREA-3] with 5 levels, without 1G pages and with KASLR the areas lie where they do not meet', () => {
    const five = boot('none', { pagingLevels: 5, gbPages: false });
    expect(five.apply({ kind: 'map', address: 0xffa0000000000000n, pfns: [PFN] })).toBe(0);
    expect(callAt(five, 'ro', 0xffa0000000000000n)).toBe(0);
    expect(flagsAt(five, at(0xff11000000000000n, PFN))).toBe('8000000000000161');
    const moved = boot('none', { directMapBase: 0xffffc8ffc0000000n });
    expect(moved.space.vmalloc.base).toBe(0xffffc98000000000n);
    expect(moved.space.find(0xffffc90000000000n)?.area).toBe(moved);
    for (const directMapBase of [0xffff8fc040000000n, 0xffff9b4fc0000000n, 0xffffc8f000000000n, 0xffffd10000000000n]) {
      const machine = boot('none', { directMapBase });
      const address = machine.space.vmalloc.base;
      expect(machine.apply({ kind: 'map', address, pfns: [PFN] })).toBe(0);
      expect(callAt(machine, 'ro', address)).toBe(0);
      expect(flagsAt(machine, at(directMapBase, PFN))).toBe('8000000000000161');
      expect(machine.apply({ kind: 'vmap', call: 'rw', pfn: PFN, pages: 1 })).toBe(0);
      expect(flagsAt(machine, at(directMapBase, PFN))).toBe('8000000000000163');
      machine.apply({ kind: 'map', address: MODULES, pfns: [PFN] });
      expect(machine.space.find(MODULES)?.area).toBe(machine.space.high);
    }
  });

  it('[ALIAS-4] a module: RO and X at its address, RO and NX in the direct map', () => {
    for (const policy of ['none', 'rfc-merge', 'collapse'] as const) {
      const machine = boot(policy);
      machine.apply({ kind: 'map', address: MODULES, pfns: [PFN] });
      for (const call of ['ro', 'x'] as const) expect(callAt(machine, call, MODULES)).toBe(0);
      const d = policy === 'collapse' ? 0 : 0x40;
      expect(flagsAt(machine, MODULES)).toBe((0x121 | d).toString(16));
      expect(flagsAt(machine, at(DIRECT, PFN))).toBe(`80000000${(0x121 | d).toString(16).padStart(8, '0')}`);
    }
  });

  it('[ALIAS-5] a call on the direct map reaches the image, and flushes everything; other pages have no alias', () => {
    const machine = boot('none', { image: IMAGE_6_1 });
    const inData = 0x2010;
    machine.apply({ kind: 'call', call: 'ro', pfn: inData, pages: 1 });
    expect(flagsAt(machine, at(HIGH, inData))).toBe('8000000000000161');
    // A split in each mapping, and the end of the call.
    expect(machine.counters).toMatchObject({ level2Splits: 2, flushAll: 3, flushRanged: 0 });
    machine.apply({ kind: 'call', call: 'np_noalias', pfn: inData, pages: 1 });
    expect(flagsAt(machine, at(HIGH, inData))).toBe('8000000000000161');
    machine.apply({ kind: 'call', call: 'ro', pfn: 0x3000, pages: 1 });
    expect(machine.counters).toMatchObject({ flushRanged: 2, flushedPages: 2 });
  });

  it('[ALIAS-6] a call in the image reaches the direct map, whose NX no kernel changes from 6.2 on', () => {
    const data = at(HIGH, 0x2010);
    const [plain, mainline] = [boot('none', { image: IMAGE_6_1 }), boot('collapse', { image: IMAGE_6_1 })];
    for (const machine of [plain, mainline]) callAt(machine, 'rox', data);
    expect([flagsAt(plain, data), flagsAt(plain, at(DIRECT, 0x2010))]).toEqual(['161', '8000000000000161']);
    expect([flagsAt(mainline, data), flagsAt(mainline, at(DIRECT, 0x2010))]).toEqual(['121', '8000000000000121']);
    callAt(plain, 'nx', data);
    expect(flagsAt(plain, at(DIRECT, 0x2010))).toBe('8000000000000161');
  });

  it('[WX-1] W+X is found in every area, also where the kernel says nothing', () => {
    const machine = boot('none', { image: IMAGE_6_1 });
    expect(writableExecutable(machine)).toEqual([]);
    machine.apply({ kind: 'map', address: VMALLOC, pfns: [PFN, 5] });
    callAt(machine, 'x', VMALLOC, 2);
    machine.apply({ kind: 'call', call: 'x', pfn: PFN, pages: 1 });
    callAt(machine, 'rw', at(HIGH, 0x1200), 512);
    expect(writableExecutable(machine)).toEqual([
      { title: 'direct map', address: at(DIRECT, PFN), pages: 1 },
      { title: 'vmalloc area', address: VMALLOC, pages: 2 },
      { title: 'high kernel mapping', address: at(HIGH, 0x1200), pages: 512 },
    ]);
    expect(writableExecutablePages(machine)).toEqual({ directMap: 1, elsewhere: 514 });
    machine.apply({ kind: 'map', address: at(HIGH, 0x2200), pfns: [9] });
    callAt(machine, 'x', at(HIGH, 0x21ff), 2);
    expect(writableExecutable(machine).slice(-2)).toEqual([
      { title: 'high kernel mapping', address: at(HIGH, 0x21ff), pages: 1 },
      { title: 'module area', address: at(HIGH, 0x2200), pages: 1 },
    ]);
  });
});

describe('static protections', () => {
  const protectedMachine = (): Machine => boot('none', { image: IMAGE_6_1 });

  it('[STATIC-1] text stays executable where the kernel executes it, not at its other address', () => {
    const machine = protectedMachine();
    callAt(machine, 'nx', at(HIGH, 0x1000), 512);
    callAt(machine, 'nx', at(HIGH, 0x1600), 2);
    expect(flagsAt(machine, at(HIGH, 0x1000))).toBe('161');
    expect(flagsAt(machine, at(HIGH, 0x1600))).toBe('161');
    expect(machine.counters).toMatchObject({ cpa2mPreserved: 0, level2Splits: 1 });
    machine.apply({ kind: 'call', call: 'x', pfn: 0x1000, pages: 512 });
    machine.apply({ kind: 'call', call: 'nx', pfn: 0x1000, pages: 512 });
    expect(flagsAt(machine, at(DIRECT, 0x1000))).toBe('80000000000001e1');
  });

  it('[STATIC-2] read-only data stays read-only at every address of its pages', () => {
    const machine = protectedMachine();
    machine.apply({ kind: 'map', address: VMALLOC, pfns: [0x1900, 0x1a11, 0x1a12] });
    callAt(machine, 'rw', VMALLOC, 3);
    callAt(machine, 'rw', at(HIGH, 0x1800), 512);
    machine.apply({ kind: 'call', call: 'rw', pfn: 0x1a00, pages: 64 });
    for (const base of [DIRECT, HIGH]) expect(flagsAt(machine, at(base, 0x1900))).toBe('8000000000000161');
    expect(leafList(leafRuns(machine, 0x1a00, 0x1c00)).map(({ pfn, count }) => [pfn, count])).toEqual([
      [0x1a00, 0x12],
      [0x1a12, 0x1ee],
    ]);
    // The 2M page of each mapping that was to become writable is in pieces now.
    expect(machine.counters.level2Splits).toBe(2);
    // What maps read-only data has lost RW with the first call, whatever it asked for.
    const mapped = [0, 1, 2].map((page) => flagsAt(machine, at(VMALLOC, page)));
    expect(mapped).toEqual(['8000000000000161', '8000000000000161', '8000000000000163']);
  });

  it('[STATIC-3] a whole 2M of text, and a text page that is 4K already, may be made writable', () => {
    const machine = protectedMachine();
    callAt(machine, 'rw', at(HIGH, 0x1000), 512);
    callAt(machine, 'rw', at(HIGH, 0x1600), 1);
    expect([flagsAt(machine, at(HIGH, 0x1000)), flagsAt(machine, at(HIGH, 0x1600))]).toEqual(['1e3', '163']);
  });

  it('[STATIC-4] a large page that breaks a protection is split, and its pieces are put right', () => {
    const machine = protectedMachine();
    const { protections } = machine;
    if (protections === undefined) throw new Error('nothing to protect');
    protections.setToReadonly = false;
    machine.apply({ kind: 'call', call: 'rw', pfn: 0x1800, pages: 512 });
    protections.setToReadonly = true;
    expect(flagsAt(machine, at(DIRECT, 0x1900))).toBe('80000000000001e3');
    machine.apply({ kind: 'call', call: 'rw', pfn: 0x1800, pages: 1 });
    expect(leafList(leafRuns(machine, 0x1800, 0x1a00))).toMatchObject([{ pfn: 0x1800, level: 1, count: 512 }]);
    expect(flagsAt(machine, at(DIRECT, 0x19ff))).toBe('8000000000000161');
  });

  it('[STATIC-4] which no later call hears of: it puts right no pieces of other pages', () => {
    const machine = protectedMachine();
    const { protections } = machine;
    if (protections === undefined) throw new Error('nothing to protect');
    protections.setToReadonly = false;
    callAt(machine, 'rw', at(HIGH, 0x1800), 512);
    protections.setToReadonly = true;
    callAt(machine, 'rw', at(HIGH, 0x1000), 512);
    callAt(machine, 'rw', at(HIGH, 0x1800), 1);
    expect(flagsAt(machine, at(HIGH, 0x1900))).toBe('8000000000000161');
    callAt(machine, 'ro', at(HIGH, 0x1000), 1);
    expect([flagsAt(machine, at(HIGH, 0x1000)), flagsAt(machine, at(HIGH, 0x1001))]).toEqual(['161', '163']);
  });

  it('[STATIC-5] with a PCI BIOS 640K to 1M stay executable', () => {
    for (const pciBios of [true, false]) {
      const machine = boot('none', { pciBios });
      for (const call of ['x', 'nx'] as const) machine.apply({ kind: 'call', call, pfn: 0x9f, pages: 2 });
      expect(flagsAt(machine, at(DIRECT, 0x9f))).toBe('8000000000000163');
      expect(flagsAt(machine, at(DIRECT, 0xa0))).toBe(pciBios ? '163' : '8000000000000163');
    }
  });
});

describe('encrypted memory', () => {
  const entryAt = (machine: Machine, pfn: number): string => {
    const { table, index } = machine.lookup(pfn);
    const { lo, hi } = machine.entryHalves(table, index) ?? { lo: 0, hi: 0 };
    return ((BigInt(hi) << 32n) | BigInt(lo)).toString(16);
  };

  it('[ENC-1] after boot all memory and all tables are encrypted; the C bit lies where the machine has it', () => {
    const machine = boot('none', { cBit: 51 });
    expect(entryAt(machine, PAGES_1G)).toBe('80080000400001e3');
    expect(entryAt(boot('none', { cBit: 47 }), PAGES_1G)).toBe('80008000400001e3');
    for (const { entry } of machine.walk(PFN)) expect((entry?.hi ?? 0) & 0x80000).toBe(0x80000);
  });

  it('[ENC-2] set_memory_decrypted clears the C bit and encrypted sets it; both flush before and after', () => {
    const machine = boot('rfc-merge', { cBit: 51 });
    machine.apply({ kind: 'call', call: 'decrypted', pfn: PFN, pages: 1 });
    expect(entryAt(machine, PFN)).toBe('80000000402bc163');
    expect(entryAt(machine, PFN + 1)).toBe('80080000402bd163');
    expect(machine.counters).toMatchObject({ flushRanged: 2, flushedPages: 2, flushAll: 2 });
    machine.apply({ kind: 'call', call: 'encrypted', pfn: PFN, pages: 1 });
    expect(entryAt(machine, PFN)).toBe('80080000400001e3');
    machine.apply({ kind: 'call', call: 'encrypted', pfn: PFN, pages: 64 });
    expect(machine.counters).toMatchObject({ flushRanged: 4, made1g: 1, flushAll: 6 });
    expect(bitNames(machine.words.prot[machine.lookup(PFN).word], 3)).toContain('ENC');
  });

  it('[ENC-3] a page that is not present keeps its C bit, and inverts its PFN only', () => {
    const machine = boot('none', { cBit: 51 });
    machine.apply({ kind: 'call', call: 'np', pfn: PFN, pages: 1 });
    expect(entryAt(machine, PFN)).toBe('800fffffbfd43062');
    machine.apply({ kind: 'call', call: 'decrypted', pfn: PFN, pages: 1 });
    expect(entryAt(machine, PFN)).toBe('8007ffffbfd43062');
  });

  it('[ENC-4] where memory is not encrypted the calls do nothing; a C bit must be above the memory', () => {
    const machine = boot('none');
    expect(machine.apply({ kind: 'call', call: 'decrypted', pfn: PFN, pages: 1 })).toBe(0);
    expect(machine.counters).toMatchObject({ flushAll: 0, flushRanged: 0, level3Splits: 0 });
    for (const cBit of [31, 52, 40.5]) expect(() => boot('none', { cBit })).toThrow(/C bit/);
  });
});

describe('arrays of pages', () => {
  it('[CACHE-5] pages of an array may be anywhere; when one is taken already nothing is done', () => {
    const machine = boot('rfc-merge');
    const pfns = [PFN, 2 * PAGES_1G + 3, 5];
    expect(machine.apply({ kind: 'array', call: 'wc', pfns })).toBe(0);
    expect(pfns.map((pfn) => flagsAt(machine, at(DIRECT, pfn)))).toEqual(Array(3).fill('800000000000016b'));
    expect(machine.counters).toMatchObject({ flushRanged: 2, flushedPages: 6, flushAll: 4 });
    expect(machine.apply({ kind: 'array', call: 'uc', pfns: [9, 10, 5] })).toBe(-22);
    expect(machine.apply({ kind: 'array', call: 'uc', pfns: [11, 11] })).toBe(-22);
    expect(machine.apply({ kind: 'array', call: 'wb', pfns })).toBe(0);
    expect(machine.apply({ kind: 'array', call: 'uc', pfns: [9, 10, 5] })).toBe(0);
    expect(machine.apply({ kind: 'array', call: 'uc', pfns: [1.5] })).toBe(-22);
  });
});
