import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Work } from '../testing/counted-source.ts';
import { GIANT_FILES } from '../testing/giant-files.ts';
import { GOOD_FILES, type GoodFile } from '../testing/good-files.ts';
import type { HostileFile } from '../testing/hostile-file.ts';
import { changes, hostileFiles, noise } from '../testing/hostile-files.ts';
import { type OpenedFile, openedFile } from '../testing/opened-file.ts';
import { checkSound } from '../testing/sound-machine.ts';
import type { Problem } from './problem.ts';

/** Of the file's bytes, and beside them: a head is read twice, and near tables with what lies between them. */
const MOST_READ = 12;
const BESIDE_BYTES = 300_000;

/** What is wrong with the way in which a file was read; undefined: nothing. */
function complaint(whole: OpenedFile, { bytes, expect }: HostileFile, opened: OpenedFile, work: Work) {
  if (work.bytes > MOST_READ * bytes.length + BESIDE_BYTES) return `${work.bytes} bytes were read`;
  if (work.asked > bytes.length + 1000) return `it was read ${work.asked} times`;
  if (opened.problem !== undefined) return unkind(opened.problem);
  if ((opened.machine?.leaves.pfn.length ?? 0) > work.bytes) return 'it takes more memory than it has bytes';
  if (whole.problem !== undefined || isDeepStrictEqual(opened.value, whole.value)) return undefined;
  if (expect === 'seen' && opened.warnings.every((warning) => whole.warnings.includes(warning)))
    return 'nothing is said';
  try {
    if (opened.machine !== undefined) checkSound(opened.machine, opened.trace?.operations);
    return undefined;
  } catch (error) {
    return `no machine can be made of it: ${error}`;
  }
}

/** A message says what is wrong, where or with what, and what to do. */
function unkind({ title, detail, excerpt, remedy }: Problem): string | undefined {
  const place = excerpt.length > 0 || /\d|"|`|notes|holds|its end|recognised|is empty|no /.test(title + detail);
  const broken = /undefined|\[object/.test(title + detail + remedy);
  return title === '' || remedy === '' || !place || broken
    ? `the message is "${title}. ${detail} ${remedy}"`
    : undefined;
}

async function judged(good: GoodFile, whole: OpenedFile, file: HostileFile): Promise<string | undefined> {
  const work: Work = { asked: 0, bytes: 0 };
  try {
    const wrong = complaint(whole, file, await openedFile(good, file.bytes, work), work);
    return wrong && `${file.how}: ${wrong}`;
  } catch (error) {
    return `${file.how}: ${error instanceof Error ? error.stack : error}`;
  }
}

describe.each(GOOD_FILES)('$name', (good) => {
  const whole = openedFile(good, good.bytes, { asked: 0, bytes: 0 });

  it('[HOSTILE-1] as it should be is read', async () => {
    expect(await whole).toMatchObject({ problem: undefined });
  });

  it('[HOSTILE-2] [OPEN-8] cut, damaged or absurd it is a message, or what it says can be and is said to be less', async () => {
    const wrong: string[] = [];
    for (const file of hostileFiles(good)) {
      const found = await judged(good, await whole, file);
      if (found !== undefined) wrong.push(found);
    }
    expect(wrong).toEqual([]);
  });

  it('[HOSTILE-3] [OPEN-13] changed by chance, or chance itself: a message or what can be', async () => {
    const bytes = fc.oneof({ weight: 3, arbitrary: changes.map((change) => change(good.bytes)) }, noise);
    await fc.assert(
      fc.asyncProperty(bytes, async (changed) => {
        expect(await judged(good, await whole, { how: 'by chance', bytes: changed, expect: 'sound' })).toBeUndefined();
      }),
      { seed: 20, numRuns: 80 },
    );
  });
});

describe('right in form, absurd in size', () => {
  it.each(GIANT_FILES)('[HOSTILE-4] $name', async (giant) => {
    const work: Work = { asked: 0, bytes: 0 };
    const opened = await openedFile(giant, giant.bytes, work);
    expect(work.bytes).toBeLessThan(2 * giant.unpackedBytes + BESIDE_BYTES);
    if (giant.refused !== undefined) {
      expect(`${opened.problem?.title}. ${opened.problem?.detail}`).toMatch(giant.refused);
      expect(opened.problem?.remedy).not.toBe('');
    } else {
      expect(opened.problem).toBeUndefined();
      if (opened.problem === undefined && opened.machine !== undefined)
        checkSound(opened.machine, opened.trace?.operations);
    }
  });
});
