/** A file in the form of makedumpfile -F: pieces `[from, to)` of `bytes` in the order in which they were written. */
export function flattened(bytes: Uint8Array, pieces: readonly (readonly [from: number, to: number])[]): Uint8Array {
  const header = Buffer.alloc(4096);
  header.write('makedumpfile');
  header.writeBigInt64BE(1n, 16);
  header.writeBigInt64BE(1n, 24);
  const records = pieces.flatMap(([from, to]) => [
    recordHeader(BigInt(from), BigInt(to - from)),
    bytes.subarray(from, to),
  ]);
  return new Uint8Array(Buffer.concat([header, ...records, recordHeader(-1n, -1n)]));
}

function recordHeader(offset: bigint, bytes: bigint): Uint8Array {
  const header = Buffer.alloc(16);
  header.writeBigInt64BE(offset, 0);
  header.writeBigInt64BE(bytes, 8);
  return header;
}
