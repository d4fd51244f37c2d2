import { describe, expect, it } from 'vitest';
import { findCycle } from './find-cycle.ts';
import { importTable } from './import-table.ts';
import { importsOf } from './imports-of.ts';

const page = `
| room | what | may import | packages |
| --- | --- | --- | --- |
| \`a\` | | | |
| \`b\` | | \`a\` \`c/calls\` | \`d3-array\` |
| \`b/host*\` | | \`a\` \`d\` | \`node\` |
`;

describe('import table', () => {
  it.each([
    ['src/a/x.ts', 'src/a/y.ts', true],
    ['src/a/x.ts', 'src/b/y.ts', false],
    ['src/b/x.ts', 'src/a/y.ts', true],
    ['src/b/x.ts', 'src/c/calls.ts', true],
    ['src/b/x.ts', 'src/c/client.ts', false],
    ['src/b/x.ts', 'd3-array', true],
    ['src/b/x.ts', 'd3-array-more', false],
    ['src/b/x.ts', 'src/d/y.ts', false],
    ['src/b/host.ts', 'src/d/y.ts', true],
    ['src/b/host-part.ts', 'src/d/y.ts', true],
    ['src/b/host.ts', 'src/b/x.ts', true],
    ['src/b/host.ts', 'node:fs', true],
  ])('%s -> %s: %s', (file, target, allowed) => {
    expect(importTable(page).ruleFor(file).allows(target)).toBe(allowed);
  });

  it('throws on a file without a row', () => {
    expect(() => importTable(page).ruleFor('src/z/x.ts')).toThrow('src/z/x.ts');
  });
});

describe('importsOf', () => {
  it('finds every way to import', () => {
    const text = `
      import type { A } from './a.ts';
      import b from "b";
      export * from '../c.ts';
      export { d } from './d.ts?raw';
      const e = await import('./e.ts');
      type F = import('./f.ts').F;
      // import './not.ts';
      const not = "import './not.ts'";`;
    expect(importsOf('src/x/y.ts', text).sort()).toEqual(
      ['b', 'src/c.ts', 'src/x/a.ts', 'src/x/d.ts', 'src/x/e.ts', 'src/x/f.ts'].sort(),
    );
  });
});

describe('findCycle', () => {
  it('finds a cycle through several files, and none in a tree', () => {
    const cyclic = new Map([
      ['a', ['b', 'x']],
      ['b', ['c']],
      ['c', ['a']],
    ]);
    expect(findCycle(cyclic)).toEqual(['a', 'b', 'c', 'a']);
    cyclic.set('c', ['x']);
    expect(findCycle(cyclic)).toEqual([]);
  });
});
