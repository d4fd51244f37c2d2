import { PFN_LIMIT, type Pfn, pfn } from '../x86/page.ts';
import { PFN_LOW, type Prot, protFromHex, protHex } from '../x86/prot.ts';

/** Hand-written checks of parsed JSON: each gives the typed value, or undefined when it is none. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A whole number in a range, limits included. */
export function asInteger(value: unknown, min: number, max: number): number | undefined {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max
    ? (value as number)
    : undefined;
}

/** A page frame number. */
export function asPfn(value: unknown): Pfn | undefined {
  const page = asInteger(value, 0, PFN_LIMIT - 1);
  return page === undefined ? undefined : pfn(page);
}

/** Flag bits in hex without 0x; undefined too when it has bits that an entry should not have. */
export function asProt(value: unknown): Prot | undefined {
  const prot = asRecordedProt(value);
  return prot !== undefined && prot & PFN_LOW ? undefined : prot;
}

/** As asProt(), of an entry that a kernel had: it may have PFN_LOW. */
export function asRecordedProt(value: unknown): Prot | undefined {
  if (typeof value !== 'string') return undefined;
  const prot = protFromHex(value);
  const digits = value.toLowerCase().replace(/^0+(?=.)/, '');
  return prot !== undefined && protHex(prot) === digits ? prot : undefined;
}

/** The bit of an entry that means encrypted memory. */
export const asCBit = (value: unknown): number | undefined => asInteger(value, 32, 51);

/** `length` whole numbers, negative ones too. */
export function asIntegers(value: unknown, length: number): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length !== length) return undefined;
  return value.every((item) => Number.isSafeInteger(item)) ? (value as number[]) : undefined;
}
