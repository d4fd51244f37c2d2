import type { LeafOrigin } from '../data.ts';
import { numberText } from './number-text.ts';

/** "cleared at step 41 by set_memory_ro". */
export function bitSinceText({ set, step, call }: LeafOrigin['bits'][number]): string {
  return `${set ? 'set' : 'cleared'} at step ${numberText(step)} by ${call}`;
}
