import { numberText } from './number-text.ts';

/** A change with its sign: "+1,024", "−512", "0". */
export const signedText = (value: number): string =>
  value > 0 ? `+${numberText(value)}` : value < 0 ? `−${numberText(-value)}` : '0';
