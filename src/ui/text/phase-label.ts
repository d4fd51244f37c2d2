const PX_A_LETTER = 5.8;
const PADDING_PX = 14;

/** Words and numbers that something must follow. */
const LEADS_ON = /^(?:and|or|not|no|of|the|an?|to|in|on|by|with|for|is|are|[\d,.]+)$/i;

/**
 * A phase's name for a band of `widthPx`, never cut inside of a word: where it is too long, what comes after the colon
 * says more, then what comes before the comma, and its first words, as far as they stand alone; '' when nothing has room.
 */
export function phaseLabel(name: string, widthPx: number): string {
  const said = name.slice(name.indexOf(': ') + 1).trim();
  const words = said.split(', ')[0].split(' ');
  const shorter = words
    .map((_, i) => words.slice(0, words.length - i))
    .filter((some) => !LEADS_ON.test(some.at(-1) ?? ''))
    .map((some) => some.join(' '));
  return [name, said, ...shorter].find((text) => text.length * PX_A_LETTER + PADDING_PX <= widthPx) ?? '';
}
