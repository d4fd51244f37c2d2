import { type DirectMap, directMapOf } from '../formats/direct-map.ts';
import { bad, type Read } from '../formats/problem.ts';
import { type Ptdump, PtdumpReader } from '../formats/ptdump.ts';

/** Reads a dump in chunks of `chunkBytes`. */
export function readPtdump(dump: Uint8Array | string, chunkBytes = Number.POSITIVE_INFINITY): Read<Ptdump> {
  const bytes = typeof dump === 'string' ? Buffer.from(dump, 'utf8') : dump;
  const reader = new PtdumpReader('web07.ptdump');
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    const problem = reader.push(bytes.subarray(from, Math.min(bytes.length, from + chunkBytes)));
    if (problem !== undefined) return bad(problem);
  }
  return reader.end();
}

/** Reads a dump and cuts the direct map out of it. */
export function readDirectMap(dump: Uint8Array | string, chunkBytes?: number): Read<DirectMap> {
  const read = readPtdump(dump, chunkBytes);
  return read.ok ? directMapOf('web07.ptdump', read.value) : read;
}
