import { drawn, expect, open, test } from './journey.ts';

const REFUSED: readonly (readonly [asked: string, message: string])[] = [
  ['load({ scenario: "nonesuch" })', 'There is no scenario "nonesuch"'],
  ['load({ scenario: "two-pages", policy: "merge" })', 'there is no policy "merge"; there are none, rfc-merge, '],
  ['compare({ scenario: "nonesuch" })', 'There is no scenario "nonesuch"'],
  ['compare({ scenario: "two-pages", policy: "merge" })', 'there is no policy "merge"; there are none, rfc-merge, '],
  ['seek(NaN)', 'NaN is not a step'],
  ['call("readonly", { pfn: 0, pages: 1 })', 'there is no call "readonly"; there are ro, rw, '],
  ['call("ro", { pfn: -1, pages: 1 })', '-1 is not a page frame number'],
  ['select({ level: 1, pfn: 1e9 })', 'not a region of this machine: {"level":1,"pfn":1000000000}'],
  ['zoomTo({ level: 3, pfn: 1e9 })', 'not a region of this machine: {"level":3,"pfn":1000000000}'],
];

for (const query of ['scenario=one-page&step=2', 'scenario=one-page&step=2&beside=two-pages'])
  test(`[AUTO-8] what cannot be is refused by a message that names it, and changes nothing: ${query}`, async ({
    page,
  }) => {
    await open(page, `${query}&motion=off`);
    const look = () =>
      page.evaluate(async () => {
        const { recoalesce } = window;
        const right = document.querySelector('[data-testid="side-right"] h2')?.textContent;
        return [await recoalesce!.fingerprint(), recoalesce!.regionsInView().length, right];
      });
    const before = await look();
    for (const [asked, message] of REFUSED) {
      const answer = await page.evaluate(
        (text) =>
          new Function('recoalesce', `return recoalesce.${text}`)(window.recoalesce).then(
            () => 'it was done',
            (error: unknown) => String(error),
          ),
        asked,
      );
      expect(answer, asked).toContain(message);
      await drawn(page);
      expect(await look(), asked).toEqual(before);
    }
  });
