import { deflateSync } from 'node:zlib';

const BLOCK = 4096;

/** How a kdump-compressed file is made. */
export interface KdumpOptions {
  readonly vmcoreinfo?: readonly string[];
  /** Notes in ELF's form. */
  readonly notes?: Uint8Array;
  readonly version?: number;
  readonly dumpLevel?: number;
  /** Pages that are left out. */
  readonly without?: ReadonlySet<number>;
  /** Flags of a page: 0 as it is, 1 zlib; undefined chooses what is shorter. */
  readonly flags?: number;
  /** Pages that were packed elsewhere. */
  readonly packed?: ReadonlyMap<number, { readonly flags: number; readonly bytes: Uint8Array }>;
}

/** Memory from address 0 on as makedumpfile and QEMU write it: headers, two bitmaps, descriptors, pages. */
export function kdumpFile(memory: Uint8Array, options: KdumpOptions = {}): Uint8Array {
  const pages = memory.length / BLOCK;
  const bitmapBlocks = Math.ceil(pages / 8 / BLOCK);
  const descriptorsAt = (2 + 2 * bitmapBlocks) * BLOCK;
  const kept = Array.from({ length: pages }, (_, pfn) => pfn).filter((pfn) => !options.without?.has(pfn));
  const head = new Uint8Array(descriptorsAt + kept.length * 24);
  const view = new DataView(head.buffer);
  head.set(Buffer.from('KDUMP   '));
  view.setInt32(8, options.version ?? 6, true);
  head.set(Buffer.from('x86_64'), 12 + 4 * 65);
  view.setUint32(424, 1, true);
  view.setInt32(428, BLOCK, true);
  view.setUint32(432, 1, true);
  view.setUint32(436, 2 * bitmapBlocks, true);
  view.setUint32(440, pages, true);
  view.setInt32(BLOCK + 8, options.dumpLevel ?? 0, true);
  view.setBigUint64(BLOCK + 96, BigInt(pages), true);
  const all = Array.from({ length: pages }, (_, pfn) => pfn);
  for (const [at, pfns] of [
    [2 * BLOCK, all],
    [(2 + bitmapBlocks) * BLOCK, kept],
  ] as const)
    for (const pfn of pfns) head[at + (pfn >> 3)] |= 1 << (pfn & 7);
  const parts: Uint8Array[] = [head];
  let end = head.length;
  const append = (bytes: Uint8Array): bigint => {
    parts.push(bytes);
    end += bytes.length;
    return BigInt(end - bytes.length);
  };
  const place = (at: number, bytes: Uint8Array): void => {
    view.setBigUint64(BLOCK + at, append(bytes), true);
    view.setBigUint64(BLOCK + at + 8, BigInt(bytes.length), true);
  };
  if (options.vmcoreinfo !== undefined) place(32, Buffer.from(options.vmcoreinfo.join('\n')));
  if (options.notes !== undefined) place(48, options.notes);
  for (const [index, pfn] of kept.entries()) {
    const page = memory.subarray(pfn * BLOCK, (pfn + 1) * BLOCK);
    const deflated = deflateSync(page);
    const chosen = options.flags ?? (deflated.length < BLOCK / 2 ? 1 : 0);
    const { flags, bytes } = options.packed?.get(pfn) ?? { flags: chosen, bytes: chosen === 0 ? page : deflated };
    const at = descriptorsAt + index * 24;
    view.setBigUint64(at, append(bytes), true);
    view.setUint32(at + 8, bytes.length, true);
    view.setUint32(at + 12, flags, true);
  }
  return new Uint8Array(Buffer.concat(parts));
}
