/** Where page tables begin. */
export interface PageTableRoot {
  /** Physical address of the top table. */
  readonly address: bigint;
  readonly levels: 4 | 5;
  /** Bits of an entry that mark encrypted memory and are not part of the address (sme_mask). */
  readonly encryptionMask: bigint;
  /** Who says so, for messages: "VMCOREINFO", "CR3 of CPU 0". */
  readonly from: string;
}

/** CR4.LA57: 5 paging levels (SDM, "Control Registers"). */
const CR4_LA57 = 1n << 12n;
const CR3_ADDRESS = 0xf_ffff_ffff_f000n;
/** With page-table isolation the tables of user mode lie one page above those of the kernel. */
const USER_TABLES = 0x1000n;

/** Roots that a CPU's registers may mean, the likely one first; `cr4` undefined: both 4 and 5 levels. */
export function rootsOfCr3(cr3: bigint, cr4: bigint | undefined, from: string): PageTableRoot[] {
  const address = cr3 & CR3_ADDRESS;
  const addresses = address & USER_TABLES ? [address, address & ~USER_TABLES] : [address];
  const levels = cr4 === undefined ? ([4, 5] as const) : ([cr4 & CR4_LA57 ? 5 : 4] as const);
  return addresses.flatMap((each) =>
    levels.map((level) => ({ address: each, levels: level, encryptionMask: 0n, from })),
  );
}
