import { numberText } from './number-text.ts';

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB'] as const;

/** An amount of memory with three significant digits: "6.96 GiB", "1 GiB", "768 KiB". */
export function sizeText(kib: number): string {
  let value = kib;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return `${digits > 0 ? text.replace(/\.?0+$/, '') : numberText(value)} ${UNITS[unit]}`;
}
