/** The numbers are equal; or they are not, and a rule of the kernel gives the difference; or it is not explained. */
export type Verdict = 'agrees' | 'explained' | 'differs';

/** What a comparison of two parts of one machine shows. */
export interface Finding {
  /** The part's file that was compared with the machine. */
  readonly part: string;
  readonly verdict: Verdict;
  readonly what: string;
  /** The likely reason; '' when nothing is to be explained. */
  readonly reason: string;
}

/** The findings of a part, or why it cannot be of this machine. */
export type Checked = { readonly findings: readonly Finding[] } | { readonly foreign: string };
