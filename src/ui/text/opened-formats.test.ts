import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OPENED_BESIDE, OPENED_FORMATS } from './opened-formats.ts';

/** How the page names the formats of docs/formats.md, by the words of its table. */
const NAMED: readonly (readonly [row: RegExp, words: readonly string[]])[] = [
  [/^ptdump text/, ['page_tables/kernel']],
  [/^QEMU `info tlb`/, ['info tlb']],
  [/^ELF core/, ['dump-guest-memory', 'vmcore']],
  [/^kdump-compressed/, ['kdump']],
  [/^raw physical memory/, ['pmemsave with CR3']],
  [/^direct-map JSON/, ['direct-map.json']],
  [/^run that was saved/, ['run.jsonl']],
];
const BESIDE: typeof NAMED = [
  [/^\/proc\/meminfo/, ['/proc/meminfo', 'vmstat', 'iomem', 'info mem']],
  [/^trace of CPA as text/, ['a trace']],
];

test('the page names every format that docs/formats.md says it opens, and no other', () => {
  const table = readFileSync('docs/formats.md', 'utf8').split('\n\n## ')[0];
  const rows = [...table.matchAll(/^\| (.*?) \| (yes.*?) \| .* \|$/gm)].map(([, format, page]) => ({ format, page }));
  const alone = rows.filter(({ page }) => !page.includes('beside'));
  const named = OPENED_FORMATS.map(({ files }) => files).join(', ');
  for (const [some, words, known] of [
    [alone, named, NAMED],
    [rows.filter((row) => !alone.includes(row)), OPENED_BESIDE, BESIDE],
  ] as const) {
    expect(some.length).toBe(known.length);
    for (const { format } of some) {
      const wanted = known.find(([row]) => row.test(format))?.[1];
      expect(wanted, format).toBeDefined();
      for (const word of wanted ?? []) expect(words).toContain(word);
    }
  }
});
