const PAGE = 4096;

/** Physical address of a page: "0xa9e00000". */
export const addressText = (pfn: number): string => `0x${(pfn * PAGE).toString(16)}`;

/** A page frame number as the kernel prints it: "0xa9fc4". */
export const pfnText = (pfn: number): string => `0x${pfn.toString(16)}`;

/** Number of an entry in its table: "0x1c4". */
export const entryText = (index: number): string => `0x${index.toString(16).padStart(3, '0')}`;

/** 64 bits of an entry in groups of 16: "0x800f_ffff_5603_b060". `hex`: 16 digits without 0x. */
export const rawEntryText = (hex: string): string => `0x${hex.replace(/(.{4})(?=.)/g, '$1_')}`;
