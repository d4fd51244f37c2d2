const PX_A_LETTER = 5.8;
const PADDING_PX = 14;

/** A phase's name for a band of `widthPx`: where it is too long, what comes after the colon says more. */
export function phaseLabel(name: string, widthPx: number): string {
  const fits = name.length * PX_A_LETTER + PADDING_PX <= widthPx;
  const colon = name.indexOf(': ');
  return fits || colon < 0 ? name : name.slice(colon + 2);
}
