import { withCommas } from './excerpt.ts';
import type { InfoMemArea } from './info-mem-area.ts';
import { type InfoMemDirectMap, infoMemDirectMap } from './info-mem-direct-map.ts';
import { infoMemProblems } from './info-mem-problems.ts';
import { mailLine } from './mail-line.ts';
import { bad, type ExcerptLine, good, type Problem, type Read } from './problem.ts';
import { TextLines } from './text-lines.ts';

/** What QEMU's `info mem` shows: present addresses, writable or not, neighbours merged whatever the sizes of their pages. */
export interface InfoMem {
  readonly areas: readonly InfoMemArea[];
  readonly directMap: InfoMemDirectMap;
  readonly warnings: readonly string[];
}

/** Largest text that is read, in bytes (unpacked): 1.2 million areas. */
export const INFO_MEM_MAX_BYTES = 64 * 1024 * 1024;
const MAX_LINE_BYTES = 4096;
const LINES_BEFORE = 2;
const PAGE_OF_WRAP = 2 ** 52;
const AREA = /^([0-9a-f]{16})-([0-9a-f]{16}) ([0-9a-f]{16}) ([-u])r([-w])$/;
/** A line that is meant to be one, or the beginning of one. */
const MEANT = /^(?:[0-9a-f]{8,16}-[0-9a-f]{0,16}(?: .*)?|[0-9a-f]{1,16})$/;

/** Reads the text of QEMU's `info mem` (target/i386/monitor.c), fed in chunks of bytes cut anywhere. */
export class InfoMemReader {
  readonly #name: string;
  readonly #maxBytes: number;
  readonly #cut: TextLines;
  readonly #areas: InfoMemArea[] = [];
  readonly #recent: ExcerptLine[] = [];
  #ignored = 0;
  #firstIgnored: ExcerptLine | undefined;
  #problem: Problem | undefined;

  /** `name`: the file's, for messages. */
  constructor(name: string, maxBytes = INFO_MEM_MAX_BYTES) {
    this.#name = name;
    this.#maxBytes = maxBytes;
    this.#cut = new TextLines({ maxBytes, maxLineBytes: MAX_LINE_BYTES });
  }

  /** Takes the next bytes; the first thing wrong is the answer, then and ever after. */
  push(chunk: Uint8Array): Problem | undefined {
    if (this.#problem !== undefined) return this.#problem;
    const excess = this.#cut.push(chunk, (line) => this.#take(line, this.#cut.count));
    if (excess !== undefined) this.#problem ??= infoMemProblems.tooLarge(this.#name, this.#maxBytes);
    return this.#problem;
  }

  /** To be called after the last chunk. */
  end(): Read<InfoMem> {
    const rest = this.#cut.rest();
    const lines = this.#cut.count + (rest === '' ? 0 : 1);
    if (this.#problem === undefined && rest !== '') this.#take(rest, lines, true);
    if (this.#problem !== undefined) return bad(this.#problem);
    if (this.#areas.length === 0) return bad(infoMemProblems.noAreas(this.#name, lines));
    const found = infoMemDirectMap(this.#name, this.#areas, lines);
    if (!found.ok) return found;
    const { directMap, warnings } = found.value;
    const ignored =
      this.#firstIgnored === undefined
        ? []
        : [
            `Ignored ${this.#ignored === 1 ? '1 line that is no area' : `${withCommas(this.#ignored)} lines that are no areas`}, first line ${withCommas(this.#firstIgnored.line)}: "${this.#firstIgnored.text}".`,
          ];
    return good({ areas: this.#areas, directMap, warnings: [...warnings, ...ignored] });
  }

  #take(raw: string, line: number, last = false): void {
    if (this.#problem !== undefined) return;
    const { text } = mailLine(raw);
    if (text === '') return;
    const shown = { line, text: text.slice(0, 120), fault: false };
    const fault = (complaint: string): void => {
      const excerpt = [...this.#recent, { ...shown, fault: true }];
      this.#problem = infoMemProblems.faultyLine(this.#name, line, excerpt, complaint);
    };
    const parts = AREA.exec(text);
    if (parts !== null) {
      const complaint = this.#append(parts);
      if (complaint !== undefined) fault(complaint);
    } else if (last && couldGoOn(text))
      this.#problem = infoMemProblems.cutLine(this.#name, line, [...this.#recent, { ...shown, fault: true }]);
    else if (MEANT.test(text)) fault('the addresses have not 16 digits, or the bits are not as in "-rw"');
    else {
      this.#ignored++;
      this.#firstIgnored ??= shown;
    }
    this.#recent.push(shown);
    if (this.#recent.length > LINES_BEFORE) this.#recent.shift();
  }

  /** Appends an area; gives back what is wrong with it. */
  #append([, from = '', to = '', size = '', user, writable]: RegExpExecArray): string | undefined {
    if (!from.endsWith('000') || !to.endsWith('000')) return 'an address is not on a page boundary';
    const startPage = Number.parseInt(from.slice(0, 13), 16);
    const endPage = Number.parseInt(to.slice(0, 13), 16) || PAGE_OF_WRAP;
    if (endPage <= startPage) return 'its range is empty or runs backwards';
    if (Number.parseInt(size.slice(0, 13), 16) !== endPage - startPage || !size.endsWith('000'))
      return 'its size does not fit its address range';
    const before = this.#areas.at(-1)?.endPage ?? 0;
    if (startPage < before) return 'the addresses go back, as if a second output began here';
    this.#areas.push({ startPage, endPage, writable: writable === 'w', user: user === 'u' });
    return undefined;
  }
}

/** A proper beginning of a line of areas. */
function couldGoOn(text: string): boolean {
  return /^(?:[0-9a-f]{1,16}|[0-9a-f]{16}-[0-9a-f]{0,16}|[0-9a-f]{16}-[0-9a-f]{16} [0-9a-f]{0,16}|[0-9a-f]{16}-[0-9a-f]{16} [0-9a-f]{16} (?:[-u]r?)?)$/.test(
    text,
  );
}
