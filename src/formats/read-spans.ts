import type { RandomAccess } from './open-source.ts';

/** A piece of a file. */
export interface Span {
  readonly offset: number;
  readonly bytes: number;
}

/** Pieces closer than this in the file are read at once. */
const NEAR_BYTES = 32 * 1024;
const MOST_BYTES = 4 * 1024 * 1024;

interface Wanted extends Span {
  readonly index: number;
}

/** Reads pieces of a file, near ones together; undefined for those not asked for or past the end. */
export async function readSpans(
  file: RandomAccess,
  spans: readonly (Span | undefined)[],
): Promise<(Uint8Array | undefined)[]> {
  const wanted: Wanted[] = [];
  for (const [index, span] of spans.entries()) if (span !== undefined) wanted.push({ index, ...span });
  wanted.sort((a, b) => a.offset - b.offset);
  const pieces: (Uint8Array | undefined)[] = spans.map(() => undefined);
  await Promise.all(
    nearOnes(wanted).map(async (group) => {
      const from = (group[0] as Wanted).offset;
      const bytes = await file.slice(from, Math.max(...group.map((span) => span.offset + span.bytes)));
      for (const { index, offset, bytes: size } of group) {
        const piece = bytes.subarray(offset - from, offset - from + size);
        if (piece.length === size) pieces[index] = piece;
      }
    }),
  );
  return pieces;
}

function nearOnes(wanted: readonly Wanted[]): Wanted[][] {
  const groups: Wanted[][] = [];
  for (const span of wanted) {
    const group = groups.at(-1);
    const [first, last] = [group?.[0]?.offset ?? 0, group?.at(-1)?.offset ?? 0];
    if (group !== undefined && span.offset - last <= NEAR_BYTES && span.offset - first < MOST_BYTES) group.push(span);
    else groups.push([span]);
  }
  return groups;
}
