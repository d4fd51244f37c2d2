import type { Brand } from './brand.ts';
import type { Level } from './page.ts';

/**
 * The bits of a page-table entry without its PFN, packed into one small integer:
 * bits 0-11 are entry bits 0-11, bit 12 is entry bit 12 (PAT of a large page),
 * bits 13-24 are entry bits 52-63 (SDM vol. 3, "4-Level Paging", format of entries).
 * Bit 25 is the C bit (AMD's memory encryption), which lies somewhere in the PFN: where is the machine's affair.
 * Bit 26 stands for the entry bits 13-20, all set, see PFN_LOW.
 */
export type Prot = Brand<number, 'Prot'>;

const HIGH_SHIFT = 39; // entry bit 52 is packed bit 13
const high = (entryBit: number): number => 1 << (entryBit - HIGH_SHIFT);

/** Names of single bits of a Prot. PSE and PAT share bit 7: PSE in a large entry, PAT in a 4K one. */
export const P = 1 << 0;
export const RW = 1 << 1;
export const US = 1 << 2;
export const PWT = 1 << 3;
export const PCD = 1 << 4;
export const A = 1 << 5;
export const D = 1 << 6;
export const PSE = 1 << 7;
export const PAT_4K = 1 << 7;
export const G = 1 << 8;
/** Software bit 11: _PAGE_KERNEL_4K in kernels with collapse. */
export const KERNEL_4K = 1 << 11;
export const PAT_LARGE = 1 << 12;
export const NX = high(63);
/** Encrypted memory (_PAGE_ENC): the C bit. */
export const ENC = 1 << 25;
/** Bits 13-20 of a large entry, all set: left of the PFN of a 4K page that was not the first of a large one. */
export const PFN_LOW = 1 << 26;
const PFN_LOW_BITS = 0x1fe000;

/** An entry that points to a lower table: P RW A D (_KERNPG_TABLE). */
export const KERNPG_TABLE = (P | RW | A | D) as Prot;
/** A 4K page of the direct map after boot: 0x8000000000000163. */
export const BOOT_4K = (P | RW | A | D | G | NX) as Prot;
/** A 2M or 1G page of the direct map after boot: 0x80000000000001e3. */
export const BOOT_LARGE = (BOOT_4K | PSE) as Prot;

/** Packs the halves of a 64-bit entry; PFN bits are dropped, but bit 12 of a large page is kept. */
export function protFromEntry(lo: number, hi: number, largePage: boolean): Prot {
  return ((lo & (largePage ? 0x1fff : 0xfff)) | (((hi >>> 20) & 0xfff) << 13)) as Prot;
}

/** The low 32 bits of the entry's flags (PFN bits are zero). */
export const protLo = (prot: Prot): number => (prot & 0x1fff) | (prot & PFN_LOW ? PFN_LOW_BITS : 0);
/** The high 32 bits of the entry's flags (PFN bits are zero). */
export const protHi = (prot: Prot): number => (((prot >>> 13) & 0xfff) << 20) >>> 0;

/** The flags as the kernel prints them: 64 bits in hex, no leading zeros, PFN zero. */
export function protHex(prot: Prot): string {
  const hi = protHi(prot);
  const lo = protLo(prot).toString(16);
  return hi === 0 ? lo : hi.toString(16) + lo.padStart(8, '0');
}

/** Parses the hex of 64 flag bits (without 0x); undefined when it is none. */
export function protFromHex(hex: string): Prot | undefined {
  if (!/^[0-9a-fA-F]{1,16}$/.test(hex)) return undefined;
  const full = hex.padStart(16, '0');
  const lo = Number.parseInt(full.slice(8), 16);
  const prot = protFromEntry(lo, Number.parseInt(full.slice(0, 8), 16), true);
  return (lo & PFN_LOW_BITS) === PFN_LOW_BITS ? ((prot | PFN_LOW) as Prot) : prot;
}

/** Large-page format to 4K format: PSE goes, PAT moves from bit 12 to bit 7 (pgprot_large_2_4k). */
export function largeToSmall(prot: Prot): Prot {
  return ((prot & ~(PSE | PAT_LARGE)) | (prot & PAT_LARGE ? PAT_4K : 0)) as Prot;
}

/** 4K format to large-page format without PSE: PAT moves from bit 7 to bit 12 (pgprot_4k_2_large). */
export function smallToLarge(prot: Prot): Prot {
  return ((prot & ~(PAT_4K | PAT_LARGE)) | (prot & PAT_4K ? PAT_LARGE : 0)) as Prot;
}

/** Cache mode named as the kernel does, by PAT index (Linux' PAT layout). */
export type CacheMode = 'WB' | 'WC' | 'UC-' | 'UC' | 'WP' | 'WT';

const BY_PAT_INDEX: readonly CacheMode[] = ['WB', 'WC', 'UC-', 'UC', 'WB', 'WP', 'UC-', 'WT'];

/** The cache mode of a leaf entry of this level. */
export function cacheMode(prot: Prot, level: Level): CacheMode {
  const pat = level === 1 ? prot & PAT_4K : prot & PAT_LARGE;
  const index = (prot & PWT ? 1 : 0) | (prot & PCD ? 2 : 0) | (pat ? 4 : 0);
  return BY_PAT_INDEX[index] as CacheMode;
}

const BIT_NAMES: readonly (readonly [bit: number, name: string])[] = [
  [P, 'PRESENT'],
  [RW, 'RW'],
  [US, 'USER'],
  [PWT, 'PWT'],
  [PCD, 'PCD'],
  [A, 'ACCESSED'],
  [D, 'DIRTY'],
  [G, 'GLOBAL'],
  [1 << 9, 'SOFTW1'],
  [1 << 10, 'SOFTW2'],
  [KERNEL_4K, 'KERNEL_4K'],
  [high(58), 'SOFTW4'],
  [0xf * high(59), 'PKEY'],
  [NX, 'NX'],
  [ENC, 'ENC'],
  [PFN_LOW, 'bits 13-20'],
];

/** Names of the bits set in `bits`, lowest first; bit 7 is PAT in a 4K entry and PSE in a larger one. */
export function bitNames(bits: number, level: Level): readonly string[] {
  const names = BIT_NAMES.filter(([bit]) => bits & bit).map(([, name]) => name);
  if (level === 1 ? bits & PAT_4K : bits & PAT_LARGE) names.push('PAT');
  if (level !== 1 && bits & PSE) names.push('PSE');
  return names;
}
