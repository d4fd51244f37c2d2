const PAGE = 4096;
/** Most that one piece of each packing holds in the form used here. */
const MOST = 200;

/** Packs a page as the format of each packing allows it most simply: what it holds stands in it as it is. */
export const PACKINGS = {
  zlib: { flags: 1, pack: undefined },
  lzo: { flags: 2, pack: lzo1x },
  snappy: { flags: 4, pack: snappy },
  zstd: { flags: 0x20, pack: zstd },
  none: { flags: 0, pack: undefined },
} as const;

/** One literal run (at least 4 bytes, its length in the first bytes), then the end mark. */
function lzo1x(page: Uint8Array): Uint8Array {
  const rest = page.length - 3 - 15;
  const zeros = Math.floor((rest - 1) / 255);
  return Uint8Array.from([0, ...new Array<number>(zeros).fill(0), rest - zeros * 255, ...page, 0x11, 0, 0]);
}

/** The length, then literals; what follows the first of them as zeros is a copy of it. */
function snappy(page: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.from([(PAGE & 127) | 128, PAGE >> 7])];
  for (let at = 0; at < page.length; ) {
    const zeros = at > 0 && page[at - 1] === 0 ? zerosAt(page, at, 64) : 0;
    const literal = page.subarray(at, at + MOST);
    if (zeros > 3) parts.push(Uint8Array.from([((zeros - 1) << 2) | 2, 1, 0]));
    else parts.push(Uint8Array.from([60 << 2, literal.length - 1]), literal);
    at += zeros > 3 ? zeros : literal.length;
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** A frame of one segment that tells its size, with one raw block. */
function zstd(page: Uint8Array): Uint8Array {
  const block = (page.length << 3) | 1;
  return new Uint8Array(
    Buffer.concat([
      Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x60, (PAGE - 256) & 255, (PAGE - 256) >> 8]),
      Uint8Array.from([block & 255, (block >> 8) & 255, block >> 16]),
      page,
    ]),
  );
}

function zerosAt(page: Uint8Array, at: number, most: number): number {
  let end = at;
  while (end < page.length && end - at < most && page[end] === 0) end++;
  return end - at;
}
