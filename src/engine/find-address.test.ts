import { expect, it } from 'vitest';
import { IMAGE_6_1 } from '../testing/kernel-images.ts';
import { PAGES_1G } from '../x86/page.ts';
import { policyChoice } from '../x86/policies.ts';
import { bootMachine } from './boot.ts';
import { findAddress } from './find-address.ts';
import { profileFor } from './profiles.ts';

it('[SEARCH-7] an address of vmalloc, of modules or of the kernel image leads to the page that it maps', () => {
  const ram = [{ firstPfn: 0, endPfn: 2 * PAGES_1G }];
  const machine = bootMachine(
    { ram, gbPages: true, pagingLevels: 4, image: IMAGE_6_1 },
    profileFor(policyChoice('none')),
  );
  const page = (address: bigint) => findAddress(machine, address)?.region;
  expect(page(0xffff888040001123n)).toEqual({ level: 1, pfn: 0x40001 });
  expect(page(0xffffffff80000000n + BigInt(IMAGE_6_1.text.firstPfn + 5 - IMAGE_6_1.physBase) * 4096n)).toEqual({
    level: 1,
    pfn: IMAGE_6_1.text.firstPfn + 5,
  });
  expect(page(0xffffffffc0000000n)).toBeUndefined();
  expect(machine.apply({ kind: 'map', address: 0xffffffffc0000000n, pfns: [0x40123, 0x40100] })).toBe(0);
  expect(page(0xffffffffc0001fffn)).toEqual({ level: 1, pfn: 0x40100 });
  expect(page(0x1000n)).toBeUndefined();
});
