import type { KernelImage } from '../engine/index.ts';

const range = (firstPfn: number, endPfn: number) => ({ firstPfn, endPfn });

/** The kernel of the recordings K1 and K2: sections as /proc/iomem tells them, init memory and IDT as their boot tells. */
export const IMAGE_6_1: KernelImage = {
  text: range(0x1000, 0x1601),
  rodata: range(0x1800, 0x1a12),
  init: range(0x1d36, 0x1e0b),
  readOnly: [range(0x1e0c, 0x1e0d)],
  endPfn: 0x2030,
  physBase: 0,
};

/** That of K3. */
export const IMAGE_7_2: KernelImage = {
  text: range(0x1000, 0x16ed),
  rodata: range(0x1800, 0x1abc),
  init: range(0x1d4a, 0x1e61),
  readOnly: [range(0x1e61, 0x1e62)],
  endPfn: 0x1ee2,
  physBase: 0,
};
