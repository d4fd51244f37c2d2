import type { Level } from '../x86/page.ts';
import type { Area } from './area.ts';
import type { Change } from './change.ts';
import { EffectKind } from './effects.ts';
import { pieceWords } from './piece-words.ts';
import type { Policy } from './policies/policy.ts';
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

  constructor(area: Area, policy: Policy, globalFix: boolean) {
    this.area = area;
    this.policy = policy;
    this.pieces = pieceWords(area.words, globalFix);
  }

  /** A 4K entry whose word was `word`: gets the flags asked for. */
  installPte(change: Change, table: TableId, index: number, page: number, word: number): void {
    const { area } = this;
    area.counters.cpa4kInstall++;
    const wanted = change.requested.get(word);
    if (wanted !== word) this.write(table, index, 1, page, 1, area.tables.get(table, index), wanted);
  }

  /** Gives a leaf other flags. The policy hears of it, and may merge its table. */
  write(table: TableId, index: number, level: Level, page: number, pages: number, from: number, to: number): void {
    const { area } = this;
    if (level === 1) area.tables.rewrite(table, index, from, to);
    else area.tables.set(table, index, to);
    this.changed = true;
    area.effects.add(EffectKind.write, level, page, pages, page, from, to);
    this.policy.entryWritten(area, table, index, from, to);
  }
}
