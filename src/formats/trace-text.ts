import { cleanLine, withCommas } from './excerpt.ts';
import { mailLine } from './mail-line.ts';
import { bad, type ExcerptLine, good, type Problem, type Read } from './problem.ts';
import { TextLines } from './text-lines.ts';
import { readTraceCall, type TraceCall } from './trace-call.ts';
import { readTraceLine, type TraceLine } from './trace-line.ts';

/** A step of the workload, named by who recorded it; `call` calls come before it. */
export interface TraceMark {
  readonly call: number;
  readonly name: string;
}

/** The changes of page attributes that a trace recorded, in order. */
export interface TraceText {
  readonly calls: readonly TraceCall[];
  readonly marks: readonly TraceMark[];
  /** Events of all kinds. */
  readonly events: number;
  /** Seconds from the first event to the last. */
  readonly seconds: number;
  readonly warnings: readonly string[];
}

const MAX_BYTES = 2 * 1024 ** 3;
const MAX_LINE_BYTES = 16 * 1024;
const MAX_CALLS = 2_000_000;
/** A line that mail has broken has at most so many pieces. */
const MAX_PIECES = 6;

const RECORD = 'Record with the probes of docs/collect.md.';
/** Lines that have no events as they are, and why. */
const HINTS: readonly (readonly [sign: RegExp, hint: string])[] = [
  [
    /\| {2}.*\w\(.*\)(?: \{|;)|[\w)] <-\w/,
    `Lines of the function tracers are not read: \`echo nop > current_tracer\`. ${RECORD}`,
  ],
  [
    /\b(?:probe|cpa):\w+: \(/,
    'Print it again with task and time: `perf script` without -F, or with `-F comm,tid,cpu,time,event,trace`.',
  ],
];

const hintFor = (line: string): string | undefined => HINTS.find(([sign]) => sign.test(line))?.[1];

/** Reads the text of ftrace or of `perf script`, fed in chunks of bytes cut anywhere. */
export class TraceTextReader {
  readonly #name: string;
  readonly #lines = new TextLines({ maxBytes: MAX_BYTES, maxLineBytes: MAX_LINE_BYTES });
  readonly #calls: TraceCall[] = [];
  readonly #marks: TraceMark[] = [];
  readonly #recent: ExcerptLine[] = [];
  #problem: Problem | undefined;
  /** The event being read, which the next line may continue. */
  #open: { text: string; line: number; pieces: number; softBreak: boolean } | undefined;
  #events = 0;
  #first = Number.NaN;
  #last = Number.NaN;
  #lost = 0;
  #losses = 0;
  #ignored = 0;
  #ignoredSample: ExcerptLine | undefined;
  /** What is to be done about lines that are no events. */
  #hint: string | undefined;
  #rejoined = 0;

  /** `name`: the file's, for messages. */
  constructor(name: string) {
    this.#name = name;
  }

  /** Takes the next bytes; the first thing wrong is the answer, then and ever after. */
  push(chunk: Uint8Array): Problem | undefined {
    if (this.#problem !== undefined) return this.#problem;
    const excess = this.#lines.push(chunk, (line) => this.#take(line));
    if (excess !== undefined) this.#problem ??= this.#tooLarge(excess === 'text' ? 'bytes' : 'bytes in one line');
    return this.#problem;
  }

  /** To be called after the last chunk. */
  end(): Read<TraceText> {
    const rest = this.#lines.rest().trim();
    this.#close();
    if (this.#problem === undefined && this.#events === 0) this.#problem = this.#noEvents();
    if (this.#problem !== undefined) return bad(this.#problem);
    const seconds = this.#events > 0 ? this.#last - this.#first : 0;
    return good({
      calls: this.#calls,
      marks: this.#marks,
      events: this.#events,
      seconds,
      warnings: this.#warnings(rest),
    });
  }

  #take(raw: string): void {
    if (this.#problem !== undefined) return;
    const { text, softBreak } = mailLine(raw);
    const read = readTraceLine(text);
    const open = this.#open;
    if (read.kind === 'other' || (read.kind === 'comment' && text !== '' && open?.softBreak)) {
      if (open !== undefined && open.pieces < MAX_PIECES && this.#continues(open.text, text)) {
        open.text += open.softBreak ? text : ` ${text.trim()}`;
        open.softBreak = softBreak;
        open.pieces++;
        return;
      }
      this.#ignored++;
      this.#hint ??= hintFor(text);
      this.#ignoredSample ??= { line: this.#lines.count, text: cleanLine(text), fault: false };
      return;
    }
    if (read.kind === 'comment') return;
    this.#close();
    if (read.kind === 'lost') {
      this.#losses++;
      this.#lost += read.events;
    } else this.#open = { text, line: this.#lines.count, pieces: 1, softBreak };
    this.#recent.push({ line: this.#lines.count, text: cleanLine(text), fault: false });
    if (this.#recent.length > 3) this.#recent.shift();
  }

  /** The line is the end of the event: fields are missing or follow, or it is a mark, whose words are free. */
  #continues(event: string, line: string): boolean {
    const read = readTraceLine(event);
    if (read.kind !== 'event' || isMark(read.event) || typeof readTraceCall(read.event) === 'string') return true;
    return /^\s*(?:\(|\w+=)/.test(line);
  }

  /** The event being read is whole. */
  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined || this.#problem !== undefined) return;
    if (open.pieces > 1) this.#rejoined++;
    const read = readTraceLine(open.text);
    if (read.kind === 'event') this.#takeEvent(read.event, open.line);
    else this.#problem = this.#faulty(open.line, 'the event has no name', hintFor(open.text));
  }

  #takeEvent(event: TraceLine, line: number): void {
    this.#events++;
    if (Number.isNaN(this.#first)) this.#first = event.time;
    this.#last = event.time;
    if (isMark(event)) {
      this.#marks.push({ call: this.#calls.length, name: event.rest });
      return;
    }
    const call = readTraceCall(event);
    if (typeof call === 'string') this.#problem = this.#faulty(line, call);
    else if (call !== undefined) {
      if (this.#calls.length === MAX_CALLS) this.#problem = this.#tooLarge('changes of page attributes', MAX_CALLS);
      this.#calls.push(call);
    }
  }

  #warnings(rest: string): string[] {
    const warnings: string[] = [];
    const name = this.#name;
    if (this.#losses > 0)
      warnings.push(
        `The tracer lost ${this.#lost > 0 ? `${withCommas(this.#lost)} ` : ''}events of ${name}: what they changed is missing. Record with a larger buffer (buffer_size_kb).`,
      );
    if (rest !== '') warnings.push(`The last line of ${name} has no line end, so it may be cut: it is left out.`);
    if (this.#rejoined > 0)
      warnings.push(`${withCommas(this.#rejoined)} events of ${name} that mail had broken were joined.`);
    if (this.#calls.length === 0)
      warnings.push(
        `None of the events of ${name} (${withCommas(this.#events)}) changes page attributes: nothing is done to the machine. ${RECORD}`,
      );
    const sample = this.#ignoredSample;
    if (sample !== undefined)
      warnings.push(
        `Ignored ${withCommas(this.#ignored)} lines of ${name} that are no events, first line ${withCommas(sample.line)}: "${sample.text}".`,
      );
    return warnings;
  }

  #faulty(line: number, what: string, hint?: string): Problem {
    return {
      title: `${this.#name} cannot be read at line ${withCommas(line)}`,
      detail: `An event has a task, a time, a name and its fields ("set_memory_ro: (set_memory_ro+0x0/0x19) addr=0xffffffffa0205000 numpages=1"). In this one ${what}.`,
      excerpt: this.#recent
        .filter((recent) => recent.line <= line)
        .map((recent) => ({ ...recent, fault: recent.line === line })),
      remedy: hint ?? 'Copy the trace again, whole, or record it with the probes of docs/collect.md.',
    };
  }

  #noEvents(): Problem {
    return {
      title: `${this.#name} has no events`,
      detail: `It was read as a trace, but none of its lines (${withCommas(this.#lines.count)}) is an event.`,
      excerpt: this.#ignoredSample === undefined ? [] : [{ ...this.#ignoredSample, fault: true }],
      remedy:
        this.#hint ?? 'Record the trace again: tracing_on must be 1 and the probes enabled while the work is done.',
    };
  }

  #tooLarge(what: string, most = what === 'bytes' ? MAX_BYTES : MAX_LINE_BYTES): Problem {
    return {
      title: `${this.#name} is too large`,
      detail: `It has more than ${withCommas(most)} ${what}, near line ${withCommas(this.#lines.count + 1)}; that is the most that is read.`,
      excerpt: [],
      remedy: 'Cut the trace to the part of interest, or record fewer events: only the CPA probes are needed.',
    };
  }
}

const isMark = ({ name }: TraceLine): boolean => name === 'tracing_mark_write' || name === 'print';
