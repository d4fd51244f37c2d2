import { type Level, PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { type Prot, PSE } from '../x86/prot.ts';
import { asciiText } from './ascii-text.ts';
import { ChunkedLines } from './chunked-lines.ts';
import { InfoTlbFastLines } from './info-tlb-fast-lines.ts';
import { InfoTlbFlagMemo } from './info-tlb-flag-memo.ts';
import { INFO_TLB_LINE_CHARS, InfoTlbLine } from './info-tlb-line.ts';
import { infoTlbProblems } from './info-tlb-problems.ts';
import { InfoTlbRunColumns, type InfoTlbRuns } from './info-tlb-runs.ts';
import { mailLine } from './mail-line.ts';
import { bad, type ExcerptLine, good, type Problem, type Read } from './problem.ts';
import type { Place } from './ptdump-problems.ts';
import { excerptLine, RecentLines } from './recent-lines.ts';

/** Largest text that is read, in bytes (unpacked): 95 million entries. */
export const INFO_TLB_MAX_BYTES = 4 * 1024 ** 3;
const MAX_RUNS = 8_000_000;
const MAX_LINE_BYTES = 64 * 1024;
const MAX_TEXT_BYTES = 400;
const SAMPLES = 3;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** What QEMU's `info tlb` shows: every present leaf entry. */
export interface InfoTlb {
  readonly runs: InfoTlbRuns;
  readonly lines: number;
  /** A large page at a GiB boundary before a hole: nothing but the boundary tells that it is a 1G page. */
  readonly guessed1g: readonly number[];
  /** Some 1G pages are sure: the next entry follows right behind. */
  readonly sure1g: boolean;
  readonly ignored: { readonly lines: number; readonly samples: readonly ExcerptLine[] };
}

/** Reads the text of QEMU's `info tlb` (target/i386/monitor.c), fed in chunks of bytes cut anywhere. */
export class InfoTlbReader {
  readonly #name: string;
  readonly #maxBytes: number;
  readonly #flags = new InfoTlbFlagMemo();
  readonly #line = new InfoTlbLine(this.#flags);
  readonly #runs = new InfoTlbRunColumns();
  readonly #fast = new InfoTlbFastLines(this.#runs, this.#flags);
  readonly #recent = new RecentLines();
  readonly #chunks = new ChunkedLines();
  readonly #samples: ExcerptLine[] = [];
  readonly #guessed1g: number[] = [];
  #sure1g = false;
  #problem: Problem | undefined;
  #buffer: Uint8Array = new Uint8Array(0);
  #lines = 0;
  #ignored = 0;
  /** The last entry: its size is known when the next one is. */
  #page = -1;
  #pfn = 0;
  #prot = 0 as Prot;

  /** `name`: the file's, for messages. */
  constructor(name: string, maxBytes = INFO_TLB_MAX_BYTES) {
    this.#name = name;
    this.#maxBytes = maxBytes;
  }

  /** Takes the next bytes; the first thing wrong is the answer, then and ever after. */
  push(chunk: Uint8Array): Problem | undefined {
    if (this.#problem === undefined) this.#chunks.push(chunk, (bytes) => this.#readLines(bytes));
    return this.#problem;
  }

  /** To be called after the last chunk. */
  end(): Read<InfoTlb> {
    const rest = this.#chunks.rest;
    this.#buffer = rest;
    if (this.#problem === undefined && rest.length > 0 && this.#readLine(0, rest.length) === 'cut')
      this.#problem = infoTlbProblems.cutLine(this.#name, this.#place(0, rest.length));
    if (this.#problem === undefined && this.#page < 0)
      this.#problem = infoTlbProblems.noEntries(this.#name, this.#lines, this.#samples);
    if (this.#problem !== undefined) return bad(this.#problem);
    this.#commit(Number.POSITIVE_INFINITY, 0);
    return good({
      runs: this.#runs,
      lines: this.#lines,
      guessed1g: this.#guessed1g,
      sure1g: this.#sure1g,
      ignored: { lines: this.#ignored, samples: this.#samples },
    });
  }

  /** Reads the whole lines of `buffer`; gives back where the rest begins. */
  #readLines(buffer: Uint8Array): number {
    this.#buffer = buffer;
    if (this.#problem !== undefined) return buffer.length;
    if (this.#chunks.offset + buffer.length > this.#maxBytes)
      this.#problem = infoTlbProblems.tooLarge(this.#name, this.#maxBytes);
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    const [line, fast] = [this.#line, this.#fast];
    let from = 0;
    while (this.#problem === undefined) {
      from = fast.read(buffer, view, from);
      if (fast.lines > 0) this.#takeFast();
      const end = from + INFO_TLB_LINE_CHARS;
      const next = afterLine(buffer, end);
      if (next > 0 && line.recognise(view, from)) {
        this.#lines++;
        this.#take(line.page, line.pfn, line.prot, from, end);
        fast.learn(view, from, line);
        from = next;
        continue;
      }
      fast.forget();
      const newline = buffer.indexOf(NEWLINE, from);
      if (newline < 0) break;
      if (this.#readLine(from, newline) === 'cut') this.#fault(from, newline, 'the line ends too early');
      from = newline + 1;
    }
    if (this.#problem === undefined && buffer.length - from > MAX_LINE_BYTES)
      this.#problem = infoTlbProblems.endlessLine(this.#name, this.#lines + 1, MAX_LINE_BYTES);
    this.#recent.keep(buffer, from, this.#lines + 1);
    return from;
  }

  /** Reads one line that is not known to be a plain one; says whether it is only the beginning of an entry. */
  #readLine(from: number, to: number): 'cut' | 'read' {
    this.#lines++;
    const { text } = mailLine(asciiText(this.#buffer.subarray(from, Math.min(to, from + MAX_TEXT_BYTES))));
    if (text.trim() === '') return 'read';
    const kind = this.#line.parse(text);
    if (kind === 'cut') return 'cut';
    if (kind === 'line') this.#take(this.#line.page, this.#line.pfn, this.#line.prot, from, to);
    else if (kind === 'wrong') this.#fault(from, to, this.#line.complaint);
    else this.#ignore(from, to);
    return 'read';
  }

  #take(page: number, pfn: number, prot: Prot, from: number, to: number): void {
    if (this.#page >= 0) {
      if (page <= this.#page) {
        this.#fault(from, to, 'the addresses go back, as if a second output began here');
        return;
      }
      this.#commit(page, pfn);
      this.#boundRuns();
    }
    this.#page = page;
    this.#pfn = pfn;
    this.#prot = prot;
  }

  /** Lines were read at once: their last entry is the last one now. */
  #takeFast(): void {
    this.#lines += this.#fast.lines;
    ({ page: this.#page, pfn: this.#pfn, prot: this.#prot } = this.#fast);
    this.#boundRuns();
  }

  #boundRuns(): void {
    if (this.#runs.count > MAX_RUNS) this.#problem = infoTlbProblems.tooManyRuns(this.#name, MAX_RUNS);
  }

  /** Keeps the last entry: `nextPage` and `nextPfn` are those of the one after it. */
  #commit(nextPage: number, nextPfn: number): void {
    const [page, pfn, prot] = [this.#page, this.#pfn, this.#prot];
    let level: Level = 1;
    if (prot & PSE) {
      const room = nextPage - page;
      if (room >= PAGES_1G && page % PAGES_1G === 0 && pfn % PAGES_1G === 0) {
        level = 3;
        if (room === PAGES_1G && nextPfn - pfn === PAGES_1G) this.#sure1g = true;
        else this.#guessed1g.push(page);
      } else if (room >= PAGES_2M && page % PAGES_2M === 0 && pfn % PAGES_2M === 0) level = 2;
    }
    this.#runs.append(page, pfn, prot, level);
  }

  #ignore(from: number, to: number): void {
    this.#ignored++;
    if (this.#samples.length < SAMPLES) this.#samples.push(excerptLine(this.#buffer, from, to, this.#lines, false));
  }

  #fault(from: number, to: number, complaint: string): void {
    this.#problem = infoTlbProblems.faultyLine(this.#name, this.#place(from, to), complaint);
  }

  #place(from: number, to: number): Place {
    const line = this.#lines;
    const excerpt = [...this.#recent.before(this.#buffer, from, line), excerptLine(this.#buffer, from, to, line, true)];
    return { line, offset: this.#chunks.offset + to, excerpt };
  }
}

/** Where the next line begins when this one ends at `end`; else -1. */
function afterLine(buffer: Uint8Array, end: number): number {
  if (buffer[end] === NEWLINE) return end + 1;
  return buffer[end] === CARRIAGE_RETURN && buffer[end + 1] === NEWLINE ? end + 2 : -1;
}
