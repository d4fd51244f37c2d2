import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Work } from '../testing/counted-source.ts';
import { GIANT_FILES } from '../testing/giant-files.ts';
import { GOOD_FILES, type GoodFile } from '../testing/good-files.ts';
import { changes, type HostileFile, hostileFiles, noise } from '../testing/hostile-files.ts';
import { type OpenedFile, openedFile } from '../testing/opened-file.ts';
import { checkSound } from '../testing/sound-machine.ts';

/** Of the file's bytes, and beside them: a head is read twice, and near tables with what lies between them. */
const MOST_READ = 12;
const BESIDE_BYTES = 300_000;

/** What is wrong with the way in which a file was read; undefined: nothing. */
function complaint(good: GoodFile, whole: OpenedFile, { bytes, expect }: HostileFile, opened: OpenedFile, work: Work) {
  if (work.bytes > MOST_READ * bytes.length + BESIDE_BYTES) return `${work.bytes} bytes were read`;
  if (work.asked > bytes.length + 1000) return `it was read ${work.asked} times`;
  if (opened.problem !== undefined) {
    const { title, detail, remedy } = opened.problem;
    return title === '' || detail === '' || remedy === '' || /undefined|\[object/.test(title + detail + remedy)
      ? `the message is "${title}. ${detail} ${remedy}"`
      : undefined;
  }
  if (whole.problem !== undefined) return 'it is better than the good one';
  const same = isDeepStrictEqual(opened.value, whole.value);
  if (same) return undefined;
  if (expect === 'seen' && opened.warnings.every((warning) => whole.warnings.includes(warning)))
    return 'nothing is said';
  if (opened.machine === undefined) return undefined;
  try {
    checkSound(opened.machine, opened.trace?.operations);
  } catch (error) {
    return `no machine can be made of it: ${error instanceof Error ? error.message : error}`;
  }
  return undefined;
}

async function judged(good: GoodFile, whole: OpenedFile, file: HostileFile): Promise<string | undefined> {
  const work: Work = { asked: 0, bytes: 0 };
  try {
    const wrong = complaint(good, whole, file, await openedFile(good, file.bytes, work), work);
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

  it('[HOSTILE-2] cut, damaged or absurd', { timeout: 60_000 }, async () => {
    const wrong: string[] = [];
    let n = 0;
    let slow = '';
    let max = 0;
    const t0 = performance.now();
    for (const file of hostileFiles(good)) {
      n++;
      const t = performance.now();
      const found = await judged(good, await whole, file);
      const d = performance.now() - t;
      if (d > max) {
        max = d;
        slow = file.how;
      }
      if (found !== undefined) wrong.push(found);
    }
    console.log(
      good.name,
      n,
      (performance.now() - t0).toFixed(0),
      'ms; slowest',
      max.toFixed(0),
      slow,
      '; wrong',
      wrong.length,
    );
    expect(wrong.slice(0, 20)).toEqual([]);
  });

  it('[HOSTILE-3] changed by chance', async () => {
    const t0 = performance.now();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          changes.map((change) => change(good.bytes)),
          noise,
        ),
        async (bytes) => {
          expect(await judged(good, await whole, { how: 'by chance', bytes, expect: 'sound' })).toBeUndefined();
        },
      ),
      { seed: 20, numRuns: 60 },
    );
    console.log(good.name, 'chance', (performance.now() - t0).toFixed(0));
  });
});

describe('[HOSTILE-4] right in form, absurd in size', () => {
  it.each(GIANT_FILES)('$name', { timeout: 30_000 }, async (giant) => {
    const t0 = performance.now();
    const work: Work = { asked: 0, bytes: 0 };
    const opened = await openedFile(giant, giant.bytes, work);
    const t1 = performance.now();
    let err;
    try {
      if (opened.problem === undefined && opened.machine !== undefined)
        checkSound(opened.machine, opened.trace?.operations);
    } catch (e) {
      err = e instanceof Error ? e.stack : e;
    }
    console.log(
      giant.name,
      giant.bytes.length,
      work,
      (t1 - t0).toFixed(0),
      (performance.now() - t1).toFixed(0),
      (opened.problem?.title ?? 'opened') + ' ' + (opened.problem?.detail ?? '').slice(0, 100),
      err,
      giant.refused,
    );
  });
});
