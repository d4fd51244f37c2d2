import { asciiText } from './ascii-text.ts';
import { ChunkedLines } from './chunked-lines.ts';

const NEWLINE = 10;

/** Bounds of a text that is read line by line, in bytes. */
export interface TextBounds {
  readonly maxBytes: number;
  readonly maxLineBytes: number;
}

/** Which bound a text breaks. */
export type TextExcess = 'text' | 'line';

/** Cuts bytes that arrive in chunks into lines of text. */
export class TextLines {
  /** Lines read so far. */
  count = 0;
  /** Bytes before the line that is being read. */
  offset = 0;
  readonly #chunks = new ChunkedLines();
  readonly #bounds: TextBounds;

  constructor(bounds: TextBounds) {
    this.#bounds = bounds;
  }

  /** Takes the next bytes; `take` gets each whole line without its end. Says which bound is broken, if one is. */
  push(chunk: Uint8Array, take: (line: string) => void): TextExcess | undefined {
    let excess: TextExcess | undefined;
    this.#chunks.push(chunk, (bytes) => {
      let from = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
        this.count++;
        this.offset = this.#chunks.offset + from;
        take(asciiText(bytes.subarray(from, Math.min(end, from + this.#bounds.maxLineBytes))));
        from = end + 1;
      }
      if (bytes.length - from > this.#bounds.maxLineBytes) excess ??= 'line';
      return from;
    });
    return this.#chunks.offset > this.#bounds.maxBytes ? 'text' : excess;
  }

  /** What follows the last line end: a line that may be cut; '' when the text ends with a line. */
  rest(): string {
    return asciiText(this.#chunks.rest);
  }
}
