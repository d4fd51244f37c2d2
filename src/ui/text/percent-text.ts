/** A part as a percentage: "62.5%", "100%", "<0.1%"; never a rounded 0 or 100. */
export function percentText(part: number): string {
  const percent = part * 100;
  if (percent > 0 && percent < 0.1) return '<0.1%';
  if (percent < 100 && percent > 99.9) return '>99.9%';
  return `${percent.toFixed(1).replace(/\.0$/, '')}%`;
}
