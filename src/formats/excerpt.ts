import type { ExcerptLine } from './problem.ts';

const LINES_BEFORE = 2;
const MAX_CHARS = 120;

/** A whole number for a message: 4182 is "4,182". */
export const withCommas = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** A line of a file, fit for a message: control characters become a dot, long lines are cut. */
export function cleanLine(text: string): string {
  const cut = text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
  return cut.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Cf}\uFFFD]/gu, '·');
}

/** The faulty line of a text (counted from 1), the two before it and the one after it. */
export function excerptOf(text: string, faultLine: number): ExcerptLine[] {
  const excerpt: ExcerptLine[] = [];
  const first = Math.max(1, faultLine - LINES_BEFORE);
  let from = 0;
  for (let line = 1; line <= faultLine + 1 && from <= text.length; line++) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const afterLastLine = newline < 0 && from === text.length && line !== faultLine;
    if (line >= first && !afterLastLine) {
      const end = text[to - 1] === '\r' ? to - 1 : to;
      excerpt.push({
        line,
        text: cleanLine(text.slice(from, Math.min(end, from + 2 * MAX_CHARS))),
        fault: line === faultLine,
      });
    }
    from = to + 1;
  }
  return excerpt;
}
