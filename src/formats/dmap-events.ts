import type { Pfn } from '../x86/page.ts';
import type { Prot } from '../x86/prot.ts';
import { asInteger, asPfn, asProt, asRecord } from './json-checks.ts';
import { faultyLine, readJsonLines } from './json-text.ts';
import { bad, good, type Read } from './problem.ts';

/** One pass of CPA over the direct map (__change_page_attr_set_clr). */
export interface DmapPass {
  readonly pfn: Pfn;
  readonly pages: number;
  /** Bits set, and bits cleared. */
  readonly set: Prot;
  readonly clear: Prot;
  /** The set_memory_* or set_direct_map_* call of the same task before it; undefined when none was seen. */
  readonly caller: string | undefined;
}

/** A step of the workload, named by who recorded it; `step` passes come before it. */
export interface DmapMark {
  readonly step: number;
  readonly name: string;
}

/** The recorded passes in order, and the marks between them. */
export interface DmapEvents {
  readonly passes: readonly DmapPass[];
  readonly marks: readonly DmapMark[];
}

const EXPECTED = 'recorded passes over the direct map';
const MAX_PAGES = 2 ** 40;

/** Reads `dmap-events.jsonl` of the captures. */
export function readDmapEvents(name: string, text: string): Read<DmapEvents> {
  const passes: DmapPass[] = [];
  const marks: DmapMark[] = [];
  let headerSeen = false;
  const problem = readJsonLines(name, text, EXPECTED, (value) => {
    const row = asRecord(value);
    if (row === undefined) return 'the line is not an object';
    if (row.type === 'header') {
      if (headerSeen) return 'there is a second header';
      headerSeen = true;
      return undefined;
    }
    if (!headerSeen) return 'the first line must be the header ("type": "header")';
    if (typeof row.mark === 'string') {
      marks.push({ step: passes.length, name: row.mark });
      return undefined;
    }
    const pass = readPass(row);
    if (typeof pass === 'string') return pass;
    passes.push(pass);
    return undefined;
  });
  if (problem !== undefined) return bad(problem);
  if (!headerSeen) return bad(faultyLine(name, text, 1, `This is read as ${EXPECTED}, but it has no header.`));
  return good({ passes, marks });
}

function readPass(row: Readonly<Record<string, unknown>>): DmapPass | string {
  const pfn = asPfn(row.pfn);
  if (pfn === undefined) return '"pfn" is not a page frame number, and it is no mark';
  const pages = asInteger(row.n, 0, MAX_PAGES);
  if (pages === undefined) return '"n" is not a number of pages';
  const set = asProt(row.set);
  const clear = asProt(row.clr);
  if (set === undefined || clear === undefined) return '"set" and "clr" must be masks of entry bits in hex';
  const caller = row.caller;
  if (caller !== undefined && caller !== null && typeof caller !== 'string') return '"caller" is not a name';
  return { pfn, pages, set, clear, caller: caller ?? undefined };
}
