/** Entries of `info tlb` that follow each other: `pages` 4K pages from virtual page `page` on, `step` pages an entry. */
export interface TlbPart {
  readonly page: number;
  readonly pfn: number;
  readonly pages: number;
  readonly step: number;
  readonly flags: string;
}

/** The text that QEMU would print. */
export function infoTlbText(parts: readonly TlbPart[]): string {
  const lines: string[] = [];
  for (const { page, pfn, pages, step, flags } of parts)
    for (let at = 0; at < pages; at += step) lines.push(`${address(page + at)}: ${address(pfn + at)} ${flags}\n`);
  return lines.join('');
}

const address = (page: number): string => (BigInt(page) * 4096n).toString(16).padStart(16, '0');
