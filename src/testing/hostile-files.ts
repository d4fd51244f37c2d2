import fc from 'fast-check';
import type { GoodFile } from './good-files.ts';
import type { HostileFile } from './hostile-file.ts';
import { hostileImages } from './hostile-images.ts';
import { hostileTexts } from './hostile-texts.ts';

/** Files up to this are cut at every byte; larger ones near both ends, and at so many places between. */
const SMALL_BYTES = 2048;
const MOST_CUTS = 250;

/** Every hostile file that is made of a good one without chance. */
export function* hostileFiles(good: GoodFile): Generator<HostileFile> {
  yield* cuts(good);
  yield* strangers(good.bytes);
  if (good.kind === 'text' || good.kind === 'log') yield* hostileTexts(good);
  if (good.kind === 'image') yield* hostileImages(good);
}

function* cuts({ bytes, kind }: GoodFile): Generator<HostileFile> {
  const step = bytes.length <= SMALL_BYTES ? 1 : Math.ceil(bytes.length / MOST_CUTS);
  const near = step === 1 ? 0 : 100;
  let lineEnd = 0;
  for (let end = 0; end < bytes.length; end += end < near || end >= bytes.length - near ? 1 : step) {
    while (bytes.subarray(lineEnd, end).includes(10)) lineEnd = bytes.indexOf(10, lineEnd) + 1;
    const whole = bytes[end] === 10 || bytes.subarray(lineEnd, end).every((byte) => byte === 32);
    yield {
      how: `cut at byte ${end}`,
      bytes: bytes.subarray(0, end),
      expect: kind === 'log' && whole ? 'sound' : 'seen',
    };
  }
}

/** The file in another dress, and with strange bytes before, in and after it. */
function* strangers(bytes: Uint8Array): Generator<HostileFile> {
  const zeros = new Uint8Array(5000);
  const ones = new Uint8Array(5000).fill(255);
  const middle = bytes.length >> 1;
  for (const [name, strange] of [
    ['zeros', zeros],
    ['ones', ones],
    ['a NUL', zeros.subarray(0, 1)],
    ['itself', bytes],
    ['a line feed', Uint8Array.of(10)],
  ] as const) {
    yield { how: `${name} before it`, bytes: joined(strange, bytes), expect: 'sound' };
    yield { how: `${name} behind it`, bytes: joined(bytes, strange), expect: 'sound' };
    yield {
      how: `${name} in it`,
      bytes: joined(bytes.subarray(0, middle), strange, bytes.subarray(middle)),
      expect: 'sound',
    };
  }
  yield { how: 'backwards', bytes: bytes.slice().reverse(), expect: 'sound' };
  yield {
    how: 'every byte twice',
    bytes: Uint8Array.from({ length: bytes.length * 2 }, (_, i) => bytes[i >> 1] as number),
    expect: 'sound',
  };
}

type Change = (bytes: Uint8Array) => Uint8Array;

/** Some changes of bytes one after another: bits flipped, bytes written, blocks swapped, doubled, taken out. */
export const changes: fc.Arbitrary<Change> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('flip', 'flip', 'write', 'write', 'swap', 'double', 'remove', 'insert'),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      other: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      length: fc.constantFrom(1, 1, 2, 4, 8, 24, 85, 512, 4096),
      noise: fc.uint8Array({ minLength: 1, maxLength: 24 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((steps) => (bytes) => {
    let changed = bytes;
    for (const { kind, at, other, length, noise } of steps) {
      const from = Math.floor(at * changed.length);
      const to = Math.floor(other * changed.length);
      const end = Math.min(changed.length, from + length);
      const block = changed.subarray(from, end);
      const before = changed.subarray(0, from);
      if (kind === 'double') changed = joined(before, block, changed.subarray(from));
      else if (kind === 'remove') changed = joined(before, changed.subarray(end));
      else if (kind === 'insert') changed = joined(before, noise, changed.subarray(from));
      else {
        const copy = changed.slice();
        if (kind === 'flip' && copy.length > 0) copy[from] = (copy[from] as number) ^ (1 << ((noise[0] as number) % 8));
        else if (kind === 'write') copy.set(noise.subarray(0, copy.length - from), from);
        else if (to + length <= copy.length && end - from === length) {
          copy.copyWithin(from, to, to + length);
          copy.set(block, to);
        }
        changed = copy;
      }
    }
    return changed;
  });

/** Files of chance, some of which begin as a known format does. */
export const noise: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.constantFrom('', '', '\u007fELF\u0002\u0001\u0001', 'KDUMP   ', 'makedumpfile\0', '{"runs":[', '{"type":"header",', '\u001f\u008b\b', '# tracer: nop\n', '---[ User Space ]---\n', 'DirectMap4k: '), // biome-ignore format: one line
    fc.uint8Array({ maxLength: 400 }),
  )
  .map(([start, rest]) => joined(Buffer.from(start, 'latin1'), rest));

/** One after another. */
export const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
