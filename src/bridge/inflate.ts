/** Unpacks zlib data (RFC 1950) of at most `maxBytes`; rejects what is broken or longer. */
export async function inflate(packed: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const unpacked = new Blob([packed.slice()]).stream().pipeThrough(new DecompressionStream('deflate'));
  const bytes = new Uint8Array(maxBytes);
  let length = 0;
  const reader = unpacked.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    if (length + value.length > maxBytes) {
      await reader.cancel();
      throw new RangeError(`more than ${maxBytes} bytes when unpacked`);
    }
    bytes.set(value, length);
    length += value.length;
  }
}
