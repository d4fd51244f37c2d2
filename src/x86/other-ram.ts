/** Two direct maps of so many pages are hardly of one machine: they differ by more than a hundredth. */
export const otherRam = (pages: number, others: number): boolean =>
  Math.abs(pages - others) * 100 > Math.max(pages, others);
