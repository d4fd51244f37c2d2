/** One line of a file in a message; `line` counts from 1. */
export interface ExcerptLine {
  readonly line: number;
  readonly text: string;
  readonly fault: boolean;
}

/** Bad input as a message: what was expected, where, what to do. The bridge sends it on as it is. */
export interface Problem {
  readonly title: string;
  readonly detail: string;
  /** Lines around the fault, in order; empty when there are none to show. */
  readonly excerpt: readonly ExcerptLine[];
  readonly remedy: string;
  /** What would let it be read: the address of its page tables, or a machine beside it; undefined: nothing. */
  readonly needs?: 'cr3' | 'machine';
}

/** What a reader gives back: bad input is a value, never an exception. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** A good reading. */
export const good = <T>(value: T): Read<T> => ({ ok: true, value });

/** A failed reading. */
export const bad = (problem: Problem): { readonly ok: false; readonly problem: Problem } => ({ ok: false, problem });
