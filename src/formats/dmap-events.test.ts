import { describe, expect, it } from 'vitest';
import { fixtureText } from '../testing/fixture-bytes.ts';
import { P, RW } from '../x86/prot.ts';
import { readDmapEvents } from './dmap-events.ts';

const HEADER = '{"type": "header", "note": "x"}';
const problemOf = (text: string) => {
  const read = readDmapEvents('x.jsonl', text);
  if (read.ok) throw new Error('was read');
  return read.problem;
};

describe('readDmapEvents', () => {
  it('[OPEN-17] reads passes and marks in order', () => {
    const read = readDmapEvents('x.jsonl', fixtureText('captures/K2/frag/dmap-events.jsonl.gz'));
    if (!read.ok) throw new Error(read.problem.detail);
    const { passes, marks } = read.value;
    expect(passes).toHaveLength(6194);
    expect(passes[0]).toEqual({ pfn: 2305076, pages: 1, set: 0, clear: RW, caller: 'set_memory_ro' });
    expect(passes[6]).toEqual({
      pfn: 2305368,
      pages: 1,
      set: 0,
      clear: P | RW,
      caller: 'set_direct_map_invalid_noflush',
    });
    expect(marks.map(({ name }) => name).slice(0, 2)).toEqual(['modules: load all', 'modules: loaded']);
    expect(marks[0]?.step).toBe(0);
    expect(marks.every((mark, index) => index === 0 || mark.step >= (marks[index - 1]?.step ?? 0))).toBe(true);
    expect(marks.at(-1)?.step).toBe(passes.length);
  });

  it.each([
    ['no header', '{"t": 1, "mark": "x"}', 1, /header/],
    ['no page', `${HEADER}\n{"t": 1, "pfn": 1.5, "n": 1, "set": "0", "clr": "2"}`, 2, /page frame number/],
    ['a bad mask', `${HEADER}\n\n{"t": 1, "pfn": 1, "n": 1, "set": "0", "clr": "zz"}`, 3, /masks/],
    ['a mask that reaches into the PFN', `${HEADER}\n{"pfn": 1, "n": 1, "set": "10000", "clr": "0"}`, 2, /masks/],
    ['a list', `${HEADER}\n[1]`, 2, /not an object/],
    ['two headers', `${HEADER}\n${HEADER}\n`, 2, /second header/],
  ])('[OPEN-17] says where there is %s', (_, text, line, detail) => {
    const problem = problemOf(text);
    expect(problem.title).toBe(`x.jsonl cannot be read at line ${line}`);
    expect(problem.detail).toMatch(detail);
    expect(problem.excerpt.find(({ fault }) => fault)?.line).toBe(line);
  });

  it('[OPEN-8] says how much of a cut file is good', () => {
    const problem = problemOf(`${HEADER}\n{"t": 1, "mark": "a"}\n{"t": 1, "pf`);
    expect(problem.title).toBe('x.jsonl stops in the middle of line 3');
    expect(problem.detail).toContain('the 2 lines before it are good');
  });

  it('refuses an empty text', () => {
    expect(problemOf('').detail).toMatch(/no header/);
  });
});
