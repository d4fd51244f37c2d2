import { decompress } from 'fzstd';

const MAGIC = 0xfd2fb528;
/** What bytes that no block wrote show: no table of the kernel has such entries. */
const UNWRITTEN = 0xff;

/** Unpacks one zstd frame (RFC 8878) that says it holds `bytes`; undefined when it does not, or is broken. */
export function unpackZstd(packed: Uint8Array, bytes: number): Uint8Array | undefined {
  if (contentSize(packed) !== bytes) return undefined;
  try {
    return decompress(packed, new Uint8Array(bytes).fill(UNWRITTEN));
  } catch {
    return undefined;
  }
}

/** The size that the header tells (at most 64 KiB and 255 bytes are told in 1 or 2 bytes). */
function contentSize(packed: Uint8Array): number | undefined {
  if (packed.length < 9) return undefined;
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (view.getUint32(0, true) !== MAGIC) return undefined;
  const descriptor = view.getUint8(4);
  const single = (descriptor >> 5) & 1;
  const at = 6 - single + ((1 << (descriptor & 3)) >> 1);
  const form = descriptor >> 6;
  if (form === 1 && at + 2 <= packed.length) return view.getUint16(at, true) + 256;
  if (form === 2 && at + 4 <= packed.length) return view.getUint32(at, true);
  return undefined;
}
