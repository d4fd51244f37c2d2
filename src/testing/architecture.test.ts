import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycle } from './find-cycle.ts';
import { importTable } from './import-table.ts';
import { importsOf } from './imports-of.ts';
import { filesUnder, readText } from './project-files.ts';

const table = importTable(readText('docs/architecture.md'));
const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.startsWith('src/testing/');
const sources = filesUnder('src', /\.tsx?$/);
const production = sources.filter((file) => !isTest(file));
const imports = new Map(production.map((file) => [file, importsOf(file)]));

describe('the import table of docs/architecture.md', () => {
  it('names every room of src and no other', () => {
    const rooms = new Set(sources.map((file) => file.split('/')[1] ?? ''));
    const named = new Set([...table.keys()].map((row) => row.split('/')[0] ?? ''));
    expect([...rooms].sort()).toEqual([...named].sort());
    const covered = new Set(production.map((file) => table.rowFor(file)));
    expect([...table.keys()].filter((row) => row !== 'testing' && !covered.has(row))).toEqual([]);
  });

  it('is kept by every import', () => {
    const broken = production.flatMap((file) => {
      const row = table.ruleFor(file);
      return (imports.get(file) ?? []).filter((target) => !row.allows(target)).map((target) => `${file} -> ${target}`);
    });
    expect(broken).toEqual([]);
  });
});

describe('shape of the source', () => {
  it('has no import cycle', () => {
    expect(findCycle(imports)).toEqual([]);
  });

  it('has one barrel, engine/index.ts', () => {
    const barrels = sources.filter((file) => /(^|\/)index\.tsx?$/.test(file));
    expect(barrels.filter((file) => file !== 'src/engine/index.ts')).toEqual([]);
  });

  it('has no grab bags', () => {
    const names = /\b(utils?|helpers?|misc|common)\b|manager/i;
    expect(sources.filter((file) => names.test(basename(file)))).toEqual([]);
    const declared = /\b(?:class|interface|type|function|const)\s+\w*Manager\b/;
    expect(sources.filter((file) => declared.test(readText(file)))).toEqual([]);
  });

  it('keeps files under 400 lines', () => {
    expect(sources.filter((file) => readText(file).split('\n').length > 400)).toEqual([]);
  });
});
