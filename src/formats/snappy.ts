const LITERAL = 0;
const NEAR = 1;
const LONG_LITERAL = 60;

/** Unpacks one block of Snappy (its format_description.txt) of at most `maxBytes`; undefined when it is broken or longer. */
export function unpackSnappy(packed: Uint8Array, maxBytes: number): Uint8Array | undefined {
  let at = 0;
  const number = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += (packed[at++] ?? 0) * 256 ** i;
    return value;
  };
  const size = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = packed[at++] ?? 0;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    return Number.POSITIVE_INFINITY;
  };
  const total = size();
  if (total > maxBytes || at > packed.length) return undefined;
  const out = new Uint8Array(total);
  let length = 0;
  while (at < packed.length) {
    const tag = packed[at++] as number;
    const kind = tag & 3;
    if (kind === LITERAL) {
      const bits = tag >> 2;
      const count = (bits < LONG_LITERAL ? bits : number(bits - LONG_LITERAL + 1)) + 1;
      if (at + count > packed.length || length + count > total) return undefined;
      out.set(packed.subarray(at, at + count), length);
      at += count;
      length += count;
    } else {
      const count = kind === NEAR ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
      const distance = kind === NEAR ? (tag >> 5) * 256 + number(1) : number(kind === 2 ? 2 : 4);
      if (distance === 0 || distance > length || length + count > total || at > packed.length) return undefined;
      for (let i = 0; i < count; i++) out[length + i] = out[length - distance + i] as number;
      length += count;
    }
  }
  return length === total ? out : undefined;
}
