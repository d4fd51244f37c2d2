import { ENC, type Prot, protHex } from '../x86/prot.ts';
import { asProt } from './json-checks.ts';

/** Flag bits as hex of 64 bits; encrypted memory has its bit at `cBit`, as in the entry itself. */
export function flagsHex(prot: Prot, cBit: number | undefined): string {
  const hex = protHex(prot);
  return prot & ENC && cBit !== undefined ? (BigInt(`0x${hex}`) | (1n << BigInt(cBit))).toString(16) : hex;
}

/** Reads flagsHex(); undefined when it has bits that no entry has. */
export function readFlagsHex(text: string, cBit: number | undefined): Prot | undefined {
  const plain = asProt(text);
  if (plain !== undefined || cBit === undefined || !/^[0-9a-f]{1,16}$/i.test(text)) return plain;
  const bits = BigInt(`0x${text}`);
  const mask = 1n << BigInt(cBit);
  const prot = bits & mask ? asProt((bits & ~mask).toString(16)) : undefined;
  return prot === undefined ? undefined : ((prot | ENC) as Prot);
}
