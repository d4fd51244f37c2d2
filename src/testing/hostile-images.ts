import type { GoodFile } from './good-files.ts';
import type { HostileFile } from './hostile-file.ts';

const PAGE = 4096;
/** Numbers that no header should have, of 32 and of 64 bits. */
const ABSURD_32 = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff];
const ABSURD_64 = [0n, 1n, 1n << 31n, 1n << 32n, 1n << 53n, 1n << 63n, 2n ** 64n - 1n, 2n ** 64n - 4096n];
/** Bytes of headers and descriptors that are changed one by one. */
const HEADERS = 800;

/** Every hostile file that is made of a good memory image: numbers of headers, and page tables. */
export function* hostileImages(good: GoodFile): Generator<HostileFile> {
  yield* headers(good);
  if (good.tables !== undefined) yield* pageTables(good.bytes, good.tables);
}

function* headers({ bytes, tables }: GoodFile): Generator<HostileFile> {
  const end = Math.min(tables?.memoryAt ?? bytes.length, bytes.length);
  for (const place of numbersIn(bytes.subarray(0, end)).slice(0, HEADERS)) {
    for (const value of ABSURD_32) yield written(bytes, place, 4, BigInt(value));
    if (place % 8 === 0) for (const value of ABSURD_64) yield written(bytes, place, 8, value);
  }
}

/** Places of four bytes that are not all zero, and of those around them: where headers have numbers. */
function numbersIn(bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += 4)
    if (bytes.subarray(at, at + 4).some((byte) => byte !== 0)) places.push(at);
  const few = Math.max(1, Math.ceil(places.length / 36));
  return places.filter((at, i) => at < 160 || i % few === 0);
}

function written(bytes: Uint8Array, at: number, size: 4 | 8, value: bigint): HostileFile {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  if (size === 4) view.setUint32(at, Number(value), true);
  else view.setBigUint64(at, value, true);
  return { how: `0x${value.toString(16)} in ${size} bytes at ${at}`, bytes: changed, expect: 'sound' };
}

/**
 * Loops, tables outside the memory, reserved and all bits, data for tables: in the first, a middle and the last entry of
 * each table. A leaf that maps other memory is seen where more of the map follows.
 */
function* pageTables(bytes: Uint8Array, { memoryAt, pfns }: NonNullable<GoodFile['tables']>): Generator<HostileFile> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = (bytes.length - memoryAt) / PAGE;
  for (const pfn of pfns) {
    const used = Array.from({ length: 512 }, (_, i) => memoryAt + pfn * PAGE + i * 8).filter((at) => view.getBigUint64(at, true) !== 0n); // biome-ignore format: one line
    for (const at of new Set([used[0], used[used.length >> 1], used.at(-1)] as number[])) {
      const old = view.getBigUint64(at, true);
      const seen = (old & 0x81n) !== 1n && at !== used.at(-1) ? 'seen' : 'sound';
      const to = (target: number | bigint): bigint => (old & 0xfffn) | (BigInt(target) << 12n);
      const change = (how: string, entry: bigint, expect: HostileFile['expect']): HostileFile => ({
        ...written(bytes, at, 8, entry),
        how: `${how} in entry ${((at - memoryAt) % PAGE) / 8} of table ${pfn}`,
        expect,
      });
      for (const table of pfns) if (to(table) !== old) yield change(`page of table ${table}`, to(table), seen);
      yield change('page after all memory', to(end), seen);
      yield change('page far away', to(2n ** 40n - 1n), 'sound');
      yield change('all bits', 2n ** 64n - 1n, 'sound');
      yield change('reserved bits', old | (0x7n << 49n), 'sound');
      yield change('a large page', old | 0x80n, 'sound');
      yield change('not present', old & ~1n, 'sound');
      yield change('nothing', 0n, 'sound');
      yield change('the top table of all', to(pfns[0] as number), 'sound');
    }
    const loop = bytes.slice();
    for (let i = 0; i < 512; i++)
      new DataView(loop.buffer).setBigUint64(memoryAt + pfn * PAGE + i * 8, BigInt(pfn << 12) | 0x67n, true);
    yield { how: `table ${pfn} is all pointers to itself`, bytes: loop, expect: 'sound' };
    const noise = bytes.slice();
    for (let i = 0; i < PAGE; i++) noise[memoryAt + pfn * PAGE + i] = (i * 2_654_435_761) >>> 23;
    yield { how: `table ${pfn} is data`, bytes: noise, expect: 'sound' };
  }
}
