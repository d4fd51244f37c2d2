import { pfnText } from './address-text.ts';

const PAGE = 4096n;

/** Where a page is, for one who reads kernel logs: "PFN 0xa9fc4  0xffff8880a9fc4000". `base`: of the direct map, hex. */
export const coordinatesText = (pfn: number, base: string): string =>
  `PFN ${pfnText(pfn)}  0x${(BigInt(base) + BigInt(pfn) * PAGE).toString(16)}`;
