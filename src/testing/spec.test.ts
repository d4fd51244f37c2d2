import { describe, expect, it } from 'vitest';
import { filesUnder, readText } from './project-files.ts';

const RULE = /^- \*\*\[([A-Z]+-\d+)\]\*\* \S/gm;
const QUOTE = /\[([A-Z]+-\d+)\]/g;

const all = (pattern: RegExp, text: string): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

const rules = all(RULE, readText('docs/spec.md'));
const tests = [...filesUnder('src', /\.test\.tsx?$/), ...filesUnder('e2e', /\.spec\.ts$/)];
const quotes = new Map(tests.flatMap((file) => all(QUOTE, readText(file)).map((rule) => [rule, file])));

describe('docs/spec.md', () => {
  it('numbers each rule once', () => {
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
    expect(rules.length).toBeGreaterThan(0);
  });

  it('has a test for every rule', () => {
    expect(rules.filter((rule) => !quotes.has(rule))).toEqual([]);
  });

  it('has a rule for every quote', () => {
    expect([...quotes].filter(([rule]) => !rules.includes(rule)).map(([rule, file]) => `${rule} in ${file}`)).toEqual(
      [],
    );
  });
});
