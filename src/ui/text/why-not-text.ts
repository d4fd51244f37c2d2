import { G, NX, P, protFromHex, RW } from '../../x86/prot.ts';
import type { DifferingEntry, WhyNot } from '../data.ts';
import { listText } from './list-text.ts';

/** A piece of a sentence: words, an entry to go to, or a step to go to (since which entry `of` is so). */
export type Words =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'entry'; readonly index: number }
  | { readonly kind: 'step'; readonly step: number; readonly of: number };

/** Why a table is in pieces. */
export interface WhyNotText {
  /** "Does not merge:". */
  readonly lead: string;
  readonly sentence: readonly Words[];
  /** Entries to list below the sentence; empty when the sentence names them all. */
  readonly listed: readonly DifferingEntry[];
  /** Entries that differ and are not listed. */
  readonly more: number;
}

const NAMED_IN_SENTENCE = 2;
const NAMED_WHEN_SPLIT = 8;

/** The sentence about a table that is not one large page; `word`: what the policy calls making it one. */
export function whyNotText(why: WhyNot, word: 'merge' | 'collapse'): WhyNotText {
  const lead = `Does not ${word}:`;
  const { differing, differingCount, splitEntries } = why;
  if (why.reason === 'children-split') return { lead, sentence: splitWords(splitEntries), listed: [], more: 0 };
  if (why.reason !== 'differs' || differingCount === 0 || differingCount > NAMED_IN_SENTENCE) {
    return {
      lead,
      sentence: [words(lower(why.sentence))],
      listed: why.reason === 'differs' ? differing : [],
      more: why.reason === 'differs' ? differingCount - differing.length : 0,
    };
  }
  const sentence = differing.flatMap((entry, at) => [...(at === 0 ? [] : [words('; ')]), ...entryWords(entry)]);
  return { lead, sentence: [...sentence, words('.')], listed: [], more: 0 };
}

/** "7 of 512 entries are split to 4K: 0x008, 0x009 and 5 more." */
function splitWords(entries: readonly number[]): readonly Words[] {
  const linked = entries.slice(0, NAMED_WHEN_SPLIT);
  const links = linked.flatMap((index, at): Words[] => [words(at === 0 ? ': ' : ', '), { kind: 'entry', index }]);
  const more = entries.length > linked.length ? ` and ${entries.length - linked.length} more` : '';
  const split = entries.length === 1 ? 'is' : 'are';
  return [words(`${entries.length} of 512 entries ${split} split to 4K`), ...links, words(`${more}.`)];
}

function entryWords(entry: DifferingEntry): readonly Words[] {
  const { index, sinceStep } = entry;
  const so = `, so ${listText(entry.bits)} ${entry.bits.length === 1 ? 'differs' : 'differ'}`;
  const head: readonly Words[] = [words('entry '), { kind: 'entry', index }];
  const what = appearance(entry);
  if (sinceStep === undefined) return [...head, words(` was ${what} before step 1${so}`)];
  const step: Words = { kind: 'step', step: sinceStep, of: index };
  return [...head, words(` has been ${what} since `), step, words(so)];
}

/** How an entry with these flags looks beside its neighbours, the most telling bit first. */
export function appearance({ prot, bits }: DifferingEntry): string {
  const flags = protFromHex(prot) ?? 0;
  const has = (name: string): boolean => bits.includes(name);
  if (has('PRESENT') || !(flags & P)) return flags & P ? 'present' : 'not present';
  if (has('NX')) return flags & NX ? 'not executable' : 'executable';
  if (has('PCD') || has('PWT') || has('PAT')) return 'of another cache mode';
  if (has('RW')) return flags & RW ? 'writable' : 'read-only';
  if (has('GLOBAL')) return flags & G ? 'global' : 'without GLOBAL';
  return 'different';
}

const words = (text: string): Words => ({ kind: 'words', text });

/** The sentence goes on after a colon. */
const lower = (sentence: string): string =>
  /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
