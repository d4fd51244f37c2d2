import { asciiText } from './ascii-text.ts';
import { cleanLine } from './excerpt.ts';
import type { ExcerptLine } from './problem.ts';

const LINES = 2;
const NEWLINE = 10;
const LONGEST = 512;

interface RawLine {
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** The two lines before a place in bytes that arrive in chunks: for a message, without keeping every line. */
export class RecentLines {
  #kept: readonly RawLine[] = [];

  /** The lines before the one that starts at `from` in `bytes` and has the number `line` (from 1). */
  before(bytes: Uint8Array, from: number, line: number): readonly ExcerptLine[] {
    return this.#rawBefore(bytes, from, line).map((raw) =>
      excerptLine(raw.bytes, 0, raw.bytes.length, raw.line, false),
    );
  }

  /** To be called before `bytes` are given up: keeps what a later message may need. */
  keep(bytes: Uint8Array, from: number, line: number): void {
    this.#kept = this.#rawBefore(bytes, from, line).map((raw) => ({ line: raw.line, bytes: raw.bytes.slice() }));
  }

  #rawBefore(bytes: Uint8Array, from: number, line: number): readonly RawLine[] {
    const lines: RawLine[] = [];
    let end = from - 1;
    for (let number = line - 1; number >= Math.max(1, line - LINES) && end >= 0; number--) {
      const start = end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
      lines.unshift({ line: number, bytes: bytes.subarray(start, Math.min(end, start + LONGEST)) });
      end = start - 1;
    }
    const first = lines[0]?.line ?? line;
    return [...this.#kept.filter((kept) => kept.line < first && kept.line >= line - LINES), ...lines];
  }
}

/** One line of bytes for a message. */
export function excerptLine(bytes: Uint8Array, from: number, to: number, line: number, fault: boolean): ExcerptLine {
  const end = bytes[to - 1] === 13 ? to - 1 : to;
  return { line, text: cleanLine(asciiText(bytes.subarray(from, Math.min(end, from + LONGEST)))), fault };
}
