import { PROTECTIONS } from '../protections.ts';
import { numberText } from './number-text.ts';

/** "511 data, 1 not present": pages by PageState, the commonest first; "nothing mapped" when there is none. */
export function mixText(pagesByState: ArrayLike<number>): string {
  const parts = PROTECTIONS.map(({ state, short }) => ({ short, pages: pagesByState[state] }))
    .filter(({ pages }) => pages > 0)
    .sort((a, b) => b.pages - a.pages);
  if (parts.length === 0) return 'nothing mapped';
  return parts.map(({ short, pages }) => `${numberText(pages)} ${short}`).join(', ');
}
