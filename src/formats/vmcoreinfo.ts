import type { PageTableRoot } from './page-table-root.ts';

/** Where the kernel's image is mapped (__START_KERNEL_map). */
const KERNEL_MAP = 0xffffffff80000000n;

/** The kernel's page tables as VMCOREINFO tells them (lines KEY=VALUE); undefined when it does not. */
export function rootOfVmcoreinfo(text: string): PageTableRoot | undefined {
  const values = new Map(
    text.split('\n').map((line) => {
      const equals = line.indexOf('=');
      return [line.slice(0, equals), line.slice(equals + 1).trim()] as const;
    }),
  );
  const symbol = values.get('SYMBOL(swapper_pg_dir)') ?? values.get('SYMBOL(init_top_pgt)');
  if (symbol === undefined || !/^[0-9a-f]{1,16}$/i.test(symbol)) return undefined;
  const number = (name: string): bigint => {
    const value = values.get(`NUMBER(${name})`) ?? '0';
    return /^-?\d{1,20}$/.test(value) ? BigInt(value) : 0n;
  };
  const address = BigInt(`0x${symbol}`) - KERNEL_MAP + number('phys_base');
  if (address <= 0n || address >= 1n << 52n) return undefined;
  return {
    address,
    levels: number('pgtable_l5_enabled') === 1n ? 5 : 4,
    encryptionMask: BigInt.asUintN(64, number('sme_mask')),
    from: 'VMCOREINFO',
  };
}
