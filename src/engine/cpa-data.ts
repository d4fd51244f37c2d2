import { type Level, pagesOf } from '../x86/page.ts';
import type { Area } from './area.ts';
import type { Change } from './change.ts';
import { entryPfn } from './entry-pfn.ts';
import { pieceWords } from './piece-words.ts';
import type { Policy } from './policies/policy.ts';
import type { ProtectedAs, StaticProtections } from './static-protections.ts';
import type { TableId } from './table-id.ts';
import type { WordMap } from './word-map.ts';

/** What the code of one CPA call shares (struct cpa_data): where it works, for whom, and whether it wrote anything. */
export class CpaData {
  /** An entry was written since this was last set to false (CPA_FLUSHTLB). */
  changed = false;
  readonly area: Area;
  readonly policy: Policy;
  /** Words of the pieces of a large page. */
  readonly pieces: WordMap;
  /** Undefined where there is nothing to protect. */
  readonly protections: StaticProtections | undefined;
  /** A large page was found that breaks a protection: the pieces of pages that are split must not (force_static_prot). */
  forceStaticProt = false;

  constructor(area: Area, policy: Policy, globalFix: boolean, protections: StaticProtections | undefined) {
    this.area = area;
    this.policy = policy;
    this.pieces = pieceWords(area.words, globalFix);
    this.protections = protections;
  }

  /** A 4K entry whose word was `word`: gets the flags asked for. */
  installPte(change: Change, table: TableId, index: number, page: number, word: number): void {
    const { area } = this;
    area.counters.cpa4kInstall++;
    let wanted = change.requested.get(word);
    if (this.protections !== undefined) wanted = this.allowed(wanted, table, index, page, 'piece');
    if (wanted !== word) this.write(table, index, 1, page, 1, area.tables.get(table, index), wanted);
  }

  /** The word without what static protections forbid for the pages of an entry; `page`: the first of them. */
  allowed(word: number, table: TableId, index: number, page: number, as: ProtectedAs): number {
    const { area, protections } = this;
    if (protections === undefined) return word;
    return protections.allowed(area, word, page, entryPfn(area, table, index), pagesOf(area.tables.level(table)), as);
  }

  /** Gives a leaf other flags. The policy hears of it, and may merge its table. */
  write(table: TableId, index: number, level: Level, page: number, pages: number, from: number, to: number): void {
    const { area } = this;
    if (level === 1) area.tables.rewrite(table, index, from, to);
    else area.tables.set(table, index, to);
    this.changed = true;
    area.effects.write(page, pages, from, to);
    this.policy.entryWritten(area, table, index, from, to);
  }
}
