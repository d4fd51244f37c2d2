import type { Level } from '../x86/page.ts';
import { pagesOf } from '../x86/page.ts';
import type { Prot } from '../x86/prot.ts';
import { asciiText } from './ascii-text.ts';
import { ChunkedLines } from './chunked-lines.ts';
import { mailLine } from './mail-line.ts';
import { bad, type ExcerptLine, good, type Problem, type Read } from './problem.ts';
import { CANONICAL_ROW_CHARS, PtdumpFastRows } from './ptdump-fast-rows.ts';
import { type Place, ptdumpProblems } from './ptdump-problems.ts';
import { PAGE_OF_WRAP, PtdumpRowParser, type RowKind } from './ptdump-row.ts';
import { PtdumpRowColumns, type PtdumpRows } from './ptdump-rows.ts';
import { excerptLine, RecentLines } from './recent-lines.ts';

/** Largest text that is read, in bytes (unpacked). */
export const PTDUMP_MAX_BYTES = 512 * 1024 * 1024;
const MAX_LINE_BYTES = 64 * 1024;
const MAX_ROW_BYTES = 400;
const SAMPLES = 3;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const MARKER = /^---\[ (.+) \]---$/;
const SKIPPED = /^\.\.\. ?(\d+) entr(?:y|ies) skipped ?\.\.\.$/;

/** A heading of the dump; `row` is the first row after it. */
export interface PtdumpMarker {
  readonly name: string;
  readonly row: number;
}

/** Addresses before `row` that no row covers. */
export interface PtdumpGap extends Place {
  readonly row: number;
}

/** A whole dump, or a pasted part of one. */
export interface Ptdump {
  readonly rows: PtdumpRows;
  readonly markers: readonly PtdumpMarker[];
  readonly gaps: readonly PtdumpGap[];
  /** Entries that the kernel left out ("... 123 entries skipped ..."). */
  readonly entriesSkipped: number;
  /** From the first address to the last; false for a pasted part. */
  readonly whole: boolean;
  readonly lines: number;
  /** Lines that are none of a dump's, and the first few of them. */
  readonly ignored: { readonly lines: number; readonly samples: readonly ExcerptLine[] };
  /** Rows that had a quote mark or a time stamp before them, and rows that mail had broken in two. */
  readonly stripped: number;
  readonly rejoined: number;
}

interface CutRow {
  readonly text: string;
  readonly softBreak: boolean;
  readonly after: string;
  readonly place: Place;
}

/** Reads /sys/kernel/debug/page_tables/kernel of x86-64 as text, fed in chunks of bytes cut anywhere. */
export class PtdumpReader {
  readonly #name: string;
  readonly #maxBytes: number;
  readonly #parser = new PtdumpRowParser();
  readonly #rows = new PtdumpRowColumns();
  readonly #fast = new PtdumpFastRows(this.#rows);
  readonly #recent = new RecentLines();
  readonly #markers: PtdumpMarker[] = [];
  readonly #gaps: PtdumpGap[] = [];
  readonly #samples: ExcerptLine[] = [];
  #problem: Problem | undefined;
  readonly #chunks = new ChunkedLines();
  /** The bytes being read. */
  #buffer: Uint8Array = new Uint8Array(0);
  #lines = 0;
  #endPage = -1;
  #cut: CutRow | undefined;
  #entriesSkipped = 0;
  #ignored = 0;
  #stripped = 0;
  #rejoined = 0;

  /** `name`: the file's, for messages. */
  constructor(name: string, maxBytes = PTDUMP_MAX_BYTES) {
    this.#name = name;
    this.#maxBytes = maxBytes;
  }

  /** Takes the next bytes; the first thing wrong is the answer, then and ever after. */
  push(chunk: Uint8Array): Problem | undefined {
    if (this.#problem !== undefined) return this.#problem;
    this.#chunks.push(chunk, (bytes) => this.#read(bytes));
    return this.#problem;
  }

  /** To be called after the last chunk. */
  end(): Read<Ptdump> {
    this.#buffer = this.#chunks.rest;
    if (this.#problem === undefined && this.#chunks.rest.length > 0) this.#readLine(0, this.#chunks.rest.length);
    const { count, startPage } = this.#rows;
    const whole = count > 0 && (startPage[0] === 0 || this.#markers.some((marker) => marker.name === 'User Space'));
    if (this.#problem === undefined) this.#problem = this.#unfinished(whole);
    if (this.#problem !== undefined) return bad(this.#problem);
    return good({
      rows: this.#rows,
      markers: this.#markers,
      gaps: this.#gaps,
      entriesSkipped: this.#entriesSkipped,
      whole,
      lines: this.#lines,
      ignored: { lines: this.#ignored, samples: this.#samples },
      stripped: this.#stripped,
      rejoined: this.#rejoined,
    });
  }

  /** Reads bytes that begin where a line begins; gives back where their unfinished last line begins. */
  #read(buffer: Uint8Array): number {
    this.#buffer = buffer;
    if (this.#problem !== undefined) return buffer.length;
    if (this.#chunks.offset + buffer.length > this.#maxBytes)
      this.#problem = ptdumpProblems.tooLarge(this.#name, this.#maxBytes);
    const from = this.#readLines();
    if (this.#problem === undefined && buffer.length - from > MAX_LINE_BYTES) {
      const { line, excerpt } = this.#place(from, buffer.length, this.#lines + 1);
      this.#problem = ptdumpProblems.endlessLine(this.#name, line, MAX_LINE_BYTES, excerpt);
    }
    this.#recent.keep(buffer, from, this.#lines + 1);
    return from;
  }

  /** Reads the whole lines of the buffer; gives back where the rest begins. */
  #readLines(): number {
    const buffer = this.#buffer;
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    const [fast, rows] = [this.#fast, this.#rows];
    let from = 0;
    while (this.#problem === undefined) {
      const known = rows.count;
      from = fast.read(buffer, view, from);
      if (rows.count > known) {
        this.#lines += rows.count - known;
        this.#endPage = rows.endPage[rows.count - 1] as number;
      }
      const newline = buffer.indexOf(NEWLINE, from);
      if (newline < 0) break;
      if (this.#readLine(from, newline) && newline + 1 === afterCanonicalRow(buffer, from))
        fast.learn(view, from, this.#parser);
      else fast.forget();
      from = newline + 1;
    }
    return from;
  }

  /** Reads one line; true when it was a row with nothing before it. */
  #readLine(from: number, to: number): boolean {
    this.#lines++;
    const cut = this.#cut;
    if (cut !== undefined) {
      this.#cut = undefined;
      this.#rejoin(cut, from, to);
      return false;
    }
    const end = this.#buffer[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
    if (this.#parser.parse(this.#buffer, from, end) === 'row') {
      this.#takeParsed(from, to);
      return true;
    }
    this.#readOther(from, to);
    return false;
  }

  /** A line that is not a plain row: a heading, a quoted row, a cut one, or none of a dump's. */
  #readOther(from: number, to: number): void {
    const line = mailLine(this.#text(from, to));
    const { text, stripped, softBreak } = line;
    if (text.trim() === '') return;
    const marker = MARKER.exec(text);
    const skipped = SKIPPED.exec(text);
    if (marker !== null) this.#markers.push({ name: marker[1] as string, row: this.#rows.count });
    else if (skipped !== null) this.#entriesSkipped += Number(skipped[1]);
    else {
      const inPlace = this.#parser.parse(this.#buffer, from + line.from, from + line.to);
      const kind = inPlace === 'row' ? inPlace : this.#parseText(text);
      if (kind === 'row') {
        if (stripped) this.#stripped++;
        this.#takeParsed(from, to);
      } else if (kind === 'cut')
        this.#cut = { text, softBreak, after: this.#parser.complaint, place: this.#place(from, to, this.#lines) };
      else if (kind === 'wrong') this.#fault(from, to, this.#parser.complaint);
      else this.#ignore(from, to);
    }
  }

  /** A row that mail has broken in two: the second half stands in this line. */
  #rejoin(cut: CutRow, from: number, to: number): void {
    const rest = mailLine(this.#text(from, to)).text;
    const kind = this.#parseText(cut.softBreak ? cut.text + rest : `${cut.text} ${rest.trimStart()}`);
    if (kind !== 'row') {
      this.#problem = ptdumpProblems.cutRow(this.#name, cut.place, cut.after, false);
      return;
    }
    this.#rejoined++;
    this.#takeParsed(from, to);
  }

  #takeParsed(from: number, to: number): void {
    const { startPage, endPage, prot, level } = this.#parser;
    if (startPage < this.#endPage) {
      this.#fault(from, to, 'the addresses go back, as if a second dump began here');
      return;
    }
    if (startPage > this.#endPage && this.#rows.count > 0)
      this.#gaps.push({ row: this.#rows.count, ...this.#place(from, to, this.#lines) });
    this.#take(startPage, endPage, prot, level, from, to);
  }

  #take(startPage: number, endPage: number, prot: Prot, level: number, from: number, to: number): void {
    if (prot !== 0 && level > 1) {
      const pages = pagesOf(level as Level);
      if (startPage % pages !== 0 || endPage % pages !== 0) {
        this.#fault(from, to, 'the range is not aligned to the size of its pages');
        return;
      }
    }
    this.#rows.append(startPage, endPage, prot, level);
    this.#endPage = endPage;
  }

  #ignore(from: number, to: number): void {
    this.#ignored++;
    if (this.#samples.length < SAMPLES) this.#samples.push(excerptLine(this.#buffer, from, to, this.#lines, false));
  }

  /** What is wrong with the text as a whole, after its last byte. */
  #unfinished(whole: boolean): Problem | undefined {
    if (this.#cut !== undefined) return ptdumpProblems.cutRow(this.#name, this.#cut.place, this.#cut.after, true);
    if (this.#rows.count === 0) return ptdumpProblems.noRows(this.#name, this.#lines, this.#samples);
    if (!whole || this.#endPage === PAGE_OF_WRAP) return undefined;
    const size = this.#chunks.rest.length;
    const last = size > 0 ? [excerptLine(this.#chunks.rest, 0, size, this.#lines, true)] : [];
    const before = this.#recent.before(this.#chunks.rest, 0, this.#lines + 1 - last.length);
    const place = { line: this.#lines, offset: this.#chunks.offset + size, excerpt: [...before, ...last] };
    return ptdumpProblems.stopsEarly(this.#name, place, hexAddress(this.#endPage));
  }

  #fault(from: number, to: number, complaint: string): void {
    this.#problem = ptdumpProblems.faultyRow(this.#name, this.#place(from, to, this.#lines), complaint);
  }

  #place(from: number, to: number, line: number): Place {
    const excerpt = [...this.#recent.before(this.#buffer, from, line), excerptLine(this.#buffer, from, to, line, true)];
    return { line, offset: this.#chunks.offset + to, excerpt };
  }

  #text(from: number, to: number): string {
    return asciiText(this.#buffer.subarray(from, Math.min(to, from + MAX_ROW_BYTES)));
  }

  #parseText(text: string): RowKind {
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return this.#parser.parse(bytes, 0, bytes.length);
  }
}

/** The address of a virtual page, hex with 0x and 16 digits. */
export function hexAddress(page: number): string {
  return `0x${(BigInt(page % PAGE_OF_WRAP) * 4096n).toString(16).padStart(16, '0')}`;
}

/** Where the next line begins when a line of CANONICAL_ROW_CHARS bytes begins at `from`; else -1. */
function afterCanonicalRow(buffer: Uint8Array, from: number): number {
  const end = from + CANONICAL_ROW_CHARS;
  if (buffer[end] === NEWLINE) return end + 1;
  return buffer[end] === CARRIAGE_RETURN && buffer[end + 1] === NEWLINE ? end + 2 : -1;
}
