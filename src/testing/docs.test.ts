import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder, ROOT, readText } from './project-files.ts';

const pages = ['README.md', 'CHANGELOG.md', ...filesUnder('docs', /\.md$/), ...filesUnder('fixtures', /\.md$/)];

/** Paths of this project that a text names, in prose and in code. */
function pathsIn(text: string): string[] {
  const named = text.matchAll(/(?<![\w./-])(?:src|docs|e2e|fixtures|scripts|bench|public|\.ci)\/[\w.*/-]*/g);
  return [...named].map(([path]) => path.replace(/\.$/, '').replace(/\/?\*.*$/, ''));
}

/** Targets of links to other files, relative to the page. */
function linksIn(text: string): string[] {
  const links = text.matchAll(/\]\(([^)\s#]+)[^)]*\)|<img[^>]+src="([^"]+)"|srcset="([^"]+)"/g);
  return [...links].map((match) => match[1] ?? match[2] ?? match[3] ?? '').filter((link) => !/^[a-z]+:/.test(link));
}

const scriptsIn = (text: string): string[] =>
  [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map((match) => match[1] ?? '');

describe.each(pages)('%s', (page) => {
  const text = readText(page);

  it('names only paths that are there', () => {
    expect(pathsIn(text).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('links only to files that are there', () => {
    expect(linksIn(text).filter((link) => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
  });

  it('names only commands that are there', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    expect(scriptsIn(text).filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the checks themselves', () => {
  it('find paths, links and commands', () => {
    const text = 'See `src/x86/no.ts`, docs/a.md. ![p](pictures/b.png) [c](d.md#e) [f](https://g) npm run --silent h';
    expect(pathsIn(text)).toEqual(['src/x86/no.ts', 'docs/a.md']);
    expect(linksIn(text)).toEqual(['pictures/b.png', 'd.md']);
    expect(scriptsIn(text)).toEqual(['h']);
  });
});

describe('docs/automation.md', () => {
  it('[AUTO-2] shows the very file that runs as an end-to-end test', () => {
    const shown = /```ts\n([\s\S]*?)```/.exec(readText('docs/automation.md'))?.[1];
    expect(shown).toBe(readText('e2e/automation-example.spec.ts'));
  });

  it('names every test id of the program', () => {
    const page = readText('docs/automation.md');
    const used = filesUnder('src/ui', /\.tsx$/).flatMap((file) =>
      [...readText(file).matchAll(/data-testid="([\w-]+)"/g)].map((match) => match[1] ?? ''),
    );
    expect(used.length).toBeGreaterThan(40);
    expect([...new Set(used)].filter((id) => !page.includes(`\`${id}\``))).toEqual([]);
  });
});
