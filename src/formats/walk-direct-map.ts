import { LeafRunBuilder } from '../x86/leaf-run-builder.ts';
import type { LeafRuns } from '../x86/leaf-runs.ts';
import { ENTRIES, type Level, PAGES_1G, pagesOf } from '../x86/page.ts';
import { P, PSE, protFromEntry } from '../x86/prot.ts';
import { type Entry, type EntryReader, entryReader, isPointer, leafPfn, pfnOfEntry } from './image-entry.ts';
import { imageProblems } from './image-problems.ts';
import { ABOVE_DIRECT_MAP, directMapPages, KERNEL_HALF } from './kernel-addresses.ts';
import type { OpenOptions } from './open-source.ts';
import type { PageTableRoot } from './page-table-root.ts';
import { PAGE_BYTES, type PhysicalMemory } from './physical-memory.ts';
import type { Problem } from './problem.ts';
import { hexAddress } from './ptdump.ts';
import type { TablePlace } from './table-place.ts';

/** A direct map as walked from a memory image. */
export interface WalkedDirectMap {
  /** Leaf entries, those that are not present but not zero included. */
  readonly leaves: LeafRuns;
  readonly basePage: number;
  /** Entries that map other memory than that of their address; they are left out. */
  readonly strangers: number;
  /** Tables above the memory of the image that are not in it; what they map is not known. */
  readonly missingTables: number;
  /** The tables of the direct map, and those of other areas that lie in the same upper tables behind it. */
  readonly tables: readonly TablePlace[];
}

/** The map; undefined when these tables have none; 'cancelled'; or what is wrong. */
export type WalkResult =
  | { readonly kind: 'map'; readonly map: WalkedDirectMap }
  | { readonly kind: 'none' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'problem'; readonly problem: Problem };

const PAGES_1M = 256;
const PAGES_512G = PAGES_1G * ENTRIES;
/** Tables after which whoever would cancel is heard. */
const TABLES_A_PAUSE = 8192;
/** More different flags than any kernel uses. */
const MAX_FLAG_WORDS = 2048;
/** A level of tables above those that can hold leaves. */
type TableLevel = Level | 4 | 5;

/** Walks the page tables from `root` on as the CPU does, and reads those of the direct map, no other page. */
export async function walkDirectMap(
  name: string,
  memory: PhysicalMemory,
  root: PageTableRoot,
  options: Pick<OpenOptions, 'cancelled' | 'pause'> & { progress(part: number): void },
): Promise<WalkResult> {
  const walk = new Walk(name, memory, root, options);
  const puds = await walk.findPuds();
  const basePage = await walk.findBase(puds);
  if (basePage === undefined) return options.cancelled() ? { kind: 'cancelled' } : { kind: 'none' };
  return walk.read(puds, basePage);
}

/** A table that maps the virtual pages from `page` on. */
interface TableAt {
  readonly page: number;
  readonly pfn: number;
  /** Low 12 bits of the entry that points to it. */
  readonly flags: number;
}

interface LoadedTable extends TableAt {
  readonly view: DataView;
}

class Walk {
  readonly #name: string;
  readonly #memory: PhysicalMemory;
  readonly #root: PageTableRoot;
  readonly #options: Pick<OpenOptions, 'cancelled' | 'pause'> & { progress(part: number): void };
  readonly #entry: EntryReader;
  readonly #runs = new LeafRunBuilder();
  /** Different flags by size so far. */
  readonly #words = new Set<number>();
  readonly #places: TablePlace[] = [];
  #used = new Set<number>();
  #tables = 0;
  #strangers = 0;
  #strangersSince = 0;
  #missing = 0;
  /** What is wrong above the image's memory; it matters when more of the direct map comes after it. */
  #trouble: Problem | undefined;
  #before: Problem | undefined;
  #basePage = 0;

  constructor(
    name: string,
    memory: PhysicalMemory,
    root: PageTableRoot,
    options: Pick<OpenOptions, 'cancelled' | 'pause'> & { progress(part: number): void },
  ) {
    this.#name = name;
    this.#memory = memory;
    this.#root = root;
    this.#options = options;
    this.#entry = entryReader(root);
  }

  /** PUD tables of the kernel half below the areas above every direct map, in order of address. */
  async findPuds(): Promise<TableAt[]> {
    const { address, levels } = this.#root;
    const top = { page: 0, pfn: Number(address / BigInt(PAGE_BYTES)), flags: 0 };
    let tables: TableAt[] = [top];
    for (const level of levels === 5 ? ([5, 4] as const) : ([4] as const)) {
      const below: TableAt[] = [];
      for (const table of await this.#load(tables)) {
        if (table === undefined) continue;
        for (let i = 0; i < ENTRIES; i++) {
          const entry = this.#entry(table.view, i);
          const page = this.#pageOf(table.page, i, level);
          const inside = page + PAGES_512G * (level === 5 ? ENTRIES : 1) > KERNEL_HALF && page < ABOVE_DIRECT_MAP;
          if (inside && isPointer(entry)) below.push({ page, ...pointed(entry) });
        }
      }
      tables = below;
    }
    return tables;
  }

  /** Virtual page of PFN 0: where the first leaf of a PUD table maps the first MiB. */
  async findBase(puds: readonly TableAt[]): Promise<number | undefined> {
    const seen = new Set<number>();
    for (const pud of puds) {
      const leaf = await this.#firstLeaf(pud, 3, seen);
      if (this.#options.cancelled()) return undefined;
      if (leaf !== undefined && leaf.pfn < PAGES_1M && (leaf.page - leaf.pfn) % PAGES_1G === 0)
        return leaf.page - leaf.pfn;
    }
    return undefined;
  }

  /** All leaves of the direct map at `basePage`. */
  async read(puds: readonly TableAt[], basePage: number): Promise<WalkResult> {
    this.#basePage = basePage;
    this.#used = new Set([Number(this.#root.address / BigInt(PAGE_BYTES))]);
    const first = Math.floor(basePage / PAGES_512G) * PAGES_512G;
    for (const pud of puds.filter(({ page }) => page >= first)) {
      const stop = await this.#readTables([pud], 3);
      if (stop !== undefined) return stop;
    }
    if (this.#before !== undefined) return stopped(this.#before);
    const leaves = this.#runs.runs();
    if (this.#runs.endPfn > directMapPages(this.#root.levels)) return stopped(imageProblems.tooLargeMap(this.#name));
    return {
      kind: 'map',
      map: { leaves, basePage, strangers: this.#strangers, missingTables: this.#missing, tables: this.#places },
    };
  }

  async #firstLeaf(at: TableAt, level: Level, seen: Set<number>): Promise<Omit<TableAt, 'flags'> | undefined> {
    if (seen.has(at.pfn)) return undefined;
    seen.add(at.pfn);
    const [table] = await this.#load([at]);
    if (table === undefined) return undefined;
    for (let i = 0; i < ENTRIES; i++) {
      const entry = this.#entry(table.view, i);
      if (!(entry.lo & P)) continue;
      const page = this.#pageOf(at.page, i, level);
      if (level === 1 || entry.lo & PSE) return { page, pfn: leafPfn(entry, level) };
      const leaf = await this.#firstLeaf({ page, ...pointed(entry) }, (level - 1) as Level, seen);
      if (leaf !== undefined || this.#options.cancelled()) return leaf;
    }
    return undefined;
  }

  /** Reads tables of one level that lie next to each other, and all below them. */
  async #readTables(tables: readonly TableAt[], level: Level): Promise<WalkResult | undefined> {
    const usable: TableAt[] = [];
    for (const table of tables) {
      if (!this.#used.has(table.pfn)) {
        this.#used.add(table.pfn);
        usable.push(table);
      } else {
        const problem = imageProblems.loop(this.#name, hexAddress(table.page), physical(table.pfn));
        if (this.#isMemory(table.page)) return stopped(problem);
        this.#trouble ??= problem;
      }
    }
    const loaded = await this.#load(usable);
    for (const [index, table] of loaded.entries()) {
      const { page, pfn, flags } = usable[index] as TableAt;
      if (table === undefined) {
        const problem = imageProblems.missingTable(this.#name, hexAddress(page), physical(pfn));
        if (this.#isMemory(page)) return stopped(problem);
        this.#trouble ??= problem;
        this.#missing++;
        continue;
      }
      if (this.#options.cancelled()) return { kind: 'cancelled' };
      this.#places.push({ level, pfn: page - this.#basePage, frame: pfn, flags });
      if (level === 1) this.#readLeaves(table);
      else {
        const stop = await this.#readUpper(table, level);
        if (stop !== undefined) return stop;
      }
      if (this.#words.size > MAX_FLAG_WORDS) return stopped(imageProblems.notTables(this.#name, hexAddress(page)));
    }
    return undefined;
  }

  /** A PUD or PMD table: its leaves, and the tables below it, in order of address. */
  async #readUpper(table: LoadedTable, level: 2 | 3): Promise<WalkResult | undefined> {
    let below: TableAt[] = [];
    for (let i = 0; i <= ENTRIES; i++) {
      const entry = i < ENTRIES ? this.#entry(table.view, i) : NO_ENTRY;
      const page = table.page + i * pagesOf(level);
      if (isPointer(entry)) below.push({ page, ...pointed(entry) });
      else if (i === ENTRIES || entry.lo !== 0 || entry.hi !== 0) {
        const stop = below.length > 0 ? await this.#readTables(below, (level - 1) as Level) : undefined;
        if (stop !== undefined) return stop;
        below = [];
        if (i < ENTRIES) this.#takeLeaf(entry, page, level);
      }
    }
    if (level === 3) return undefined;
    this.#options.progress(Math.min(1, (table.page - this.#basePage) / this.#memory.endPfn));
    return undefined;
  }

  #readLeaves({ view, page }: LoadedTable): void {
    for (let i = 0; i < ENTRIES; i++) {
      const entry = this.#entry(view, i);
      if (entry.lo !== 0 || entry.hi !== 0) this.#takeLeaf(entry, page + i, 1);
    }
  }

  #takeLeaf(entry: Entry, page: number, level: Level): void {
    const pfn = page - this.#basePage;
    if (leafPfn(entry, level) !== pfn) {
      if (entry.lo & P && this.#isMemory(page)) this.#strangers++;
      else if (entry.lo & P) this.#strangersSince++;
      return;
    }
    this.#strangers += this.#strangersSince;
    this.#strangersSince = 0;
    this.#before = this.#trouble;
    const prot = protFromEntry(entry.lo, entry.hi, level > 1 && (entry.lo & PSE) !== 0);
    const rows = this.#runs.length;
    this.#runs.append(pfn, level, prot);
    if (this.#runs.length > rows) this.#words.add(prot * 4 + level);
  }

  /** The address maps memory that the image knows of, if it is one of the direct map. */
  #isMemory(page: number): boolean {
    return page >= this.#basePage && page - this.#basePage < this.#memory.endPfn;
  }

  async #load(tables: readonly TableAt[]): Promise<(LoadedTable | undefined)[]> {
    const before = this.#tables;
    this.#tables += tables.length;
    if (Math.floor(before / TABLES_A_PAUSE) !== Math.floor(this.#tables / TABLES_A_PAUSE)) await this.#options.pause();
    const pages = await this.#memory.read(tables.map(({ pfn }) => pfn));
    return tables.map((table, index) => {
      const bytes = pages[index];
      return bytes && { ...table, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
    });
  }

  /** Virtual page of an entry; the upper half of the top table is sign-extended to 52 bits. */
  #pageOf(tablePage: number, index: number, level: TableLevel): number {
    const size = level <= 3 ? pagesOf(level as Level) : level === 4 ? PAGES_512G : PAGES_512G * ENTRIES;
    const page = tablePage + index * size;
    const half = size * (ENTRIES / 2);
    return level === this.#root.levels && index >= ENTRIES / 2 ? page + 2 ** 52 - 2 * half : page;
  }
}

const NO_ENTRY: Entry = { lo: 0, hi: 0 };

/** The table that an entry points to. */
const pointed = (entry: Entry): Omit<TableAt, 'page'> => ({ pfn: pfnOfEntry(entry), flags: entry.lo & 0xfff });

const physical = (pfn: number): string => `0x${(BigInt(pfn) * BigInt(PAGE_BYTES)).toString(16)}`;

const stopped = (problem: Problem): WalkResult => ({ kind: 'problem', problem });
