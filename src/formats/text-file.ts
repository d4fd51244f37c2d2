import { withCommas } from './excerpt.ts';
import type { Problem } from './problem.ts';
import { TextLines } from './text-lines.ts';

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_LINE_BYTES = 4096;

/** A small text that is read whole: its lines, and whether the last one has its end. */
export class TextFile {
  readonly lines: string[] = [];
  readonly #name: string;
  readonly #cut = new TextLines({ maxBytes: MAX_BYTES, maxLineBytes: MAX_LINE_BYTES });

  constructor(name: string) {
    this.#name = name;
  }

  /** Takes the next bytes. */
  push(chunk: Uint8Array): Problem | undefined {
    const excess = this.#cut.push(chunk, (line) => this.lines.push(line.trimEnd()));
    if (excess === undefined) return undefined;
    const most = excess === 'text' ? MAX_BYTES : MAX_LINE_BYTES;
    return {
      title: `${this.#name} is too large`,
      detail: `It has more than ${withCommas(most)} bytes${excess === 'line' ? ` in line ${withCommas(this.lines.length + 1)}` : ''}; that is the most that is read of a file of /proc.`,
      excerpt: [],
      remedy: 'Copy the file again: it has a few hundred lines.',
    };
  }

  /** What follows the last line end; it may be cut. */
  rest(): string {
    return this.#cut.rest().trimEnd();
  }
}
