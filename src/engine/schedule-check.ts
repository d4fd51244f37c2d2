import { PAGES_2M } from '../x86/page.ts';
import { largeToSmall, type Prot, protHex } from '../x86/prot.ts';
import type { Area } from './area.ts';
import { brokenInvariant } from './broken-invariant.ts';
import { clearProtnoneBits } from './change.ts';
import type { CpuStep } from './cpus.ts';
import type { Profile } from './profile.ts';

/** Flags of the pages of 2M of an area, as 4K entries have them: a plain list that CPA's rules keep, page by page. */
interface Block {
  readonly area: Area;
  readonly first: number;
  readonly flags: readonly Prot[];
}

/** What must be true whenever a CPU has gone on: the tables are whole, and no change of a page is lost. */
export class ScheduleCheck {
  readonly #profile: Profile;
  readonly #areas: readonly Area[];
  /** Tables in use less those that splits made and merges did not take. */
  readonly #otherTables: number;
  #blocks: readonly Block[];

  /** `places`: the pages that are changed, and maybe others; the 2M around each is looked at. */
  constructor(places: readonly { readonly area: Area; readonly page: number }[], profile: Profile) {
    this.#profile = profile;
    this.#areas = [...new Set(places.map(({ area }) => area))];
    const blocks = new Map<string, Block>();
    for (const { area, page } of places) {
      const first = page - (page % PAGES_2M);
      blocks.set(`${area.name} ${first}`, { area, first, flags: flagsOf(area, first) });
    }
    this.#blocks = [...blocks.values()];
    this.#otherTables = otherTables(this.#areas);
  }

  /** What is wrong after a step, in words; undefined: nothing. */
  after({ changed, area, page }: CpuStep): string | undefined {
    if (changed !== undefined) {
      const end = page + changed.pages;
      this.#blocks = this.#blocks.map((block) =>
        block.area.name === area && page < block.first + PAGES_2M && end > block.first
          ? { ...block, flags: block.flags.map((prot, i) => this.#made(prot, block.first + i, page, end, changed)) }
          : block,
      );
    }
    for (const area of this.#areas) {
      const broken = brokenInvariant(area, this.#profile.policy.mergesOnWrite === true);
      if (broken !== undefined) return `${area.name}: ${broken}`;
    }
    if (otherTables(this.#areas) !== this.#otherTables) return 'splits less merges are not the tables that they left';
    for (const block of this.#blocks) {
      const lost = lostChange(block);
      if (lost !== undefined) return lost;
    }
    return undefined;
  }

  save(): readonly Block[] {
    return this.#blocks;
  }

  load(saved: readonly Block[]): void {
    this.#blocks = saved;
  }

  #made(
    prot: Prot,
    page: number,
    first: number,
    end: number,
    change: { readonly set: Prot; readonly clear: Prot },
  ): Prot {
    if (page < first || page >= end) return prot;
    return clearProtnoneBits((prot & ~change.clear) | change.set, this.#profile.globalFix) as Prot;
  }
}

function otherTables(areas: readonly Area[]): number {
  const { level2Splits, level3Splits, made2m, made1g } = areas[0].counters;
  const inUse = areas.reduce((sum, { tables }) => sum + tables.inUse, 0);
  return inUse - (level2Splits + level3Splits - made2m - made1g);
}

function flagsOf(area: Area, first: number): readonly Prot[] {
  return Array.from({ length: PAGES_2M }, (_, i) => {
    const { word, level } = area.lookup(first + i);
    const prot = area.words.prot[word];
    return level === 1 ? prot : largeToSmall(prot);
  });
}

function lostChange({ area, first, flags }: Block): string | undefined {
  const now = flagsOf(area, first);
  const i = now.findIndex((prot, page) => prot !== flags[page]);
  return i < 0
    ? undefined
    : `${area.name}: page ${first + i} has ${protHex(now[i])}, what was done to it makes ${protHex(flags[i])}: a change is lost`;
}
