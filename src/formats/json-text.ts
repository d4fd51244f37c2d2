import { cleanLine, excerptOf, withCommas } from './excerpt.ts';
import { bad, type ExcerptLine, good, type Problem, type Read } from './problem.ts';

/** Largest JSON text that is read, in characters. */
export const JSON_MAX_CHARS = 128 * 1024 * 1024;

/** As UTF-8 writes it; where text is read as ASCII, three bytes that are none. */
const BYTE_ORDER_MARK = /^(?:\uFEFF|\uFFFD{3})/;

/** Parses one whole JSON text. `expected`: what the file should be, for the message. */
export function parseJsonText(name: string, text: string, expected: string): Read<unknown> {
  if (text.length > JSON_MAX_CHARS) return bad(tooLong(name, text));
  try {
    return good(JSON.parse(text));
  } catch (error) {
    return bad(notJson(name, text, expected, error));
  }
}

/**
 * Reads JSON lines: `onLine` gets each value and its line number (from 1) and gives back what is wrong with it,
 * or undefined. Blank lines are skipped. The first thing wrong ends the reading and is the answer.
 */
export function readJsonLines(
  name: string,
  text: string,
  expected: string,
  onLine: (value: unknown, line: number) => string | undefined,
): Problem | undefined {
  if (text.length > JSON_MAX_CHARS) return tooLong(name, text);
  let line = 0;
  for (let from = 0; from < text.length; ) {
    line++;
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const row = text.slice(from, to);
    const place = { name, line, last: newline < 0, excerpt: () => excerptOf(text, line) };
    const problem = readJsonLine(place, row, expected, onLine);
    if (problem !== undefined) return problem;
    from = to + 1;
  }
  return undefined;
}

/** Where a line of JSON lines is; `last`: nothing ends it. */
export interface JsonLine {
  readonly name: string;
  readonly line: number;
  readonly last: boolean;
  excerpt(): readonly ExcerptLine[];
}

/** Reads one line as readJsonLines() does. */
export function readJsonLine(
  { name, line, last, excerpt }: JsonLine,
  row: string,
  expected: string,
  onLine: (value: unknown, line: number) => string | undefined,
): Problem | undefined {
  const json = line === 1 ? row.replace(BYTE_ORDER_MARK, '') : row;
  if (json.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return last
      ? {
          title: `${name} stops in the middle of line ${withCommas(line)}`,
          detail: `Each line of ${expected} is one JSON object. The last one is not finished; the ${withCommas(line - 1)} lines before it are good.`,
          excerpt: excerpt(),
          remedy: 'Copy the file again, whole.',
        }
      : faulty(name, line, excerpt(), `Each line of ${expected} is one JSON object. ${reason(error)}`);
  }
  const wrong = onLine(value, line);
  return wrong === undefined ? undefined : faulty(name, line, excerpt(), `This is read as ${expected}: ${wrong}.`);
}

/** The message for a line of a text that cannot be understood. */
export function faultyLine(name: string, text: string, line: number, detail: string): Problem {
  return faulty(name, line, excerptOf(text, line), detail);
}

function faulty(name: string, line: number, excerpt: readonly ExcerptLine[], detail: string): Problem {
  return {
    title: `${name} cannot be read at line ${withCommas(line)}`,
    detail,
    excerpt,
    remedy: 'Copy the file again, whole and unchanged, or open another one.',
  };
}

function notJson(name: string, text: string, expected: string, error: unknown): Problem {
  const end = text.trimEnd();
  const cut = end === '' || !(end.endsWith('}') || end.endsWith(']'));
  const lastLine = end.split('\n').length;
  return {
    title: cut ? `${name} stops before its end` : `${name} is not valid JSON`,
    detail: `It was read as ${expected}, which is one JSON object. ${reason(error)}`,
    excerpt: cut && end !== '' ? [{ line: lastLine, text: `…${cleanLine(end.slice(-80))}`, fault: true }] : [],
    remedy: 'Copy the file again, whole and unchanged, or open another one.',
  };
}

function tooLong(name: string, text: string): Problem {
  return {
    title: `${name} is too large`,
    detail: `It has ${withCommas(text.length)} characters of JSON; ${withCommas(JSON_MAX_CHARS)} is the most that is read.`,
    excerpt: [],
    remedy: 'Open a smaller file.',
  };
}

function reason(error: unknown): string {
  return error instanceof Error ? `${cleanLine(error.message)}.` : '';
}
