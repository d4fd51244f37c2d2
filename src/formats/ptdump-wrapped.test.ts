import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { readDirectMap } from '../testing/read-ptdump.ts';

const LINES = Buffer.from(fixtureBytes('captures/K2/frag/after.ptdump-kernel.gz'))
  .toString('latin1')
  .trimEnd()
  .split('\n');

/** Breaks a line at its last blank within the columns, as mail programs do; `quoted`: the pieces are quoted afterwards. */
function wrapped(columns: number, quoted: boolean): string {
  const pieces = LINES.flatMap((line) => {
    const found: string[] = [];
    let rest = line;
    while (rest.length > columns) {
      const blank = rest.lastIndexOf(' ', columns);
      if (blank <= 0) break;
      found.push(rest.slice(0, blank).trimEnd());
      rest = rest.slice(blank + 1);
    }
    return [...found, rest];
  });
  return pieces.map((piece) => (quoted ? `> ${piece}` : piece)).join('\n');
}

describe('a dump that mail has wrapped', () => {
  const straight = readDirectMap(LINES.join('\n'));
  it.each([60, 64, 68, 70, 72, 76, 78, 80])('[OPEN-4] at %i columns: the same machine, and it says so', (columns) => {
    for (const quoted of [false, true]) {
      const read = readDirectMap(wrapped(columns, quoted));
      if (!read.ok || !straight.ok) throw new Error(JSON.stringify(read));
      expect(read.value.leaves).toEqual(straight.value.leaves);
      expect(read.value.warnings[0]).toMatch(/lines that mail had broken in two were joined/);
    }
  });

  it.each([60, 72])('[OPEN-8] at %i columns and cut: a message, never a machine', (columns) => {
    const text = wrapped(columns, true).trimEnd();
    for (let length = text.length - 200; length < text.length; length++)
      expect(readDirectMap(text.slice(0, length)).ok).toBe(false);
  });
});
