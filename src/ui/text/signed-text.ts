import { numberText } from './number-text.ts';

/** A change with its sign: "+1,024", "−512", "0". */
export const signedText = (value: number): string =>
  value > 0 ? `+${numberText(value)}` : value < 0 ? `−${numberText(-value)}` : '0';

/** The same, short from a million on: "+2.1 M". */
export function shortSignedText(value: number): string {
  const size = Math.abs(value);
  return size < 1e6 ? signedText(value) : `${value > 0 ? '+' : '−'}${(Math.floor(size / 1e5) / 10).toFixed(1)} M`;
}
