import { numberText } from './number-text.ts';

/** A count that fits a narrow column: exact up to six digits, then "2.1 M" (never rounded up to a round number). */
export function shortNumberText(value: number): string {
  if (value < 10_000_000) return numberText(value);
  const [unit, name] = value < 1e9 ? [1e6, 'M'] : [1e9, 'G'];
  return `${(Math.floor((value / unit) * 10) / 10).toFixed(1)} ${name}`;
}
