import { LeafRunError } from '../engine/index.ts';
import { cleanLine } from '../formats/excerpt.ts';
import { GOLDEN_TRACE, GoldenReader } from '../formats/golden-trace.ts';
import { JSON_MAX_CHARS, readJsonLine } from '../formats/json-text.ts';
import type { Problem } from '../formats/problem.ts';
import { TextLines } from '../formats/text-lines.ts';
import { withFileSource } from './file-source.ts';
import { problemText } from './open-file.ts';
import { InputError, nameOf } from './read-input.ts';
import { type Mismatch, TraceReplay } from './replay-trace.ts';

const EXCERPT_CHARS = 200;
const BOUNDS = { maxBytes: Number.POSITIVE_INFINITY, maxLineBytes: JSON_MAX_CHARS };

/** What came of one recorded trace. */
export interface ReplayedFile {
  /** Operations that were replayed: those before the fault, when there is one. */
  readonly operations: number;
  readonly mismatches: number;
  /** Why the file cannot be read, or not to its end; undefined: it was. */
  readonly fault: string | undefined;
}

/** Replays a recorded trace while it is read, so that it may be longer than memory. A file at fault is a value. */
export async function replayFile(path: string, tell: (mismatch: Mismatch) => void): Promise<ReplayedFile> {
  const replay = new FileReplay(nameOf(path), tell);
  let fault: string | undefined;
  try {
    await withFileSource(path, async ({ chunks }) => {
      for await (const chunk of chunks()) if (!replay.push(chunk)) return;
      replay.end();
    });
    fault = replay.problem && problemText(replay.problem);
  } catch (error) {
    fault = error instanceof InputError ? error.message : `${path} cannot be read to its end: ${reason(error)}`;
  }
  return { operations: replay.operations, mismatches: replay.mismatches, fault };
}

class FileReplay {
  operations = 0;
  mismatches = 0;
  problem: Problem | undefined;
  readonly #name: string;
  readonly #tell: (mismatch: Mismatch) => void;
  readonly #lines = new TextLines(BOUNDS);
  readonly #reader = new GoldenReader();
  #replay: TraceReplay | undefined;

  constructor(name: string, tell: (mismatch: Mismatch) => void) {
    this.#name = name;
    this.#tell = tell;
  }

  /** The next bytes; false: the file is at fault. */
  push(chunk: Uint8Array): boolean {
    const excess = this.#lines.push(chunk, (line) => this.#line(line, this.#lines.count, false));
    if (excess !== undefined && this.problem === undefined)
      this.problem = this.#faultAt(this.#lines.count + 1, `A line has more than ${JSON_MAX_CHARS} bytes.`);
    return this.problem === undefined;
  }

  end(): void {
    this.#line(this.#lines.rest(), this.#lines.count + 1, true);
    if (this.#replay === undefined)
      this.problem ??= this.#faultAt(1, `This is read as ${GOLDEN_TRACE}, but it has no header.`);
  }

  #line(text: string, line: number, last: boolean): void {
    if (this.problem !== undefined) return;
    const excerpt = () => [{ line, text: cleanLine(text.slice(0, EXCERPT_CHARS)), fault: true }];
    this.problem = readJsonLine({ name: this.#name, line, last, excerpt }, text, GOLDEN_TRACE, (value) => {
      const read = this.#reader.next(value);
      if (typeof read === 'string') return read;
      if (read === undefined) return this.#begin();
      this.operations++;
      const mismatch = this.#replay?.next(read);
      if (mismatch === undefined) return undefined;
      this.mismatches++;
      this.#tell(mismatch);
      return undefined;
    });
  }

  #begin(): string | undefined {
    const { header } = this.#reader;
    try {
      if (header !== undefined) this.#replay = new TraceReplay(header);
      return undefined;
    } catch (error) {
      if (error instanceof LeafRunError) return `the window cannot be made: ${error.message}`;
      throw error;
    }
  }

  #faultAt(line: number, detail: string): Problem {
    const remedy = 'Copy the file again, whole and unchanged, or open another one.';
    return { title: `${this.#name} cannot be read at line ${line}`, detail, excerpt: [], remedy };
  }
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
