import { createContext, useContext } from 'react';
import type { Inspection } from './data.ts';

/** The user's wish about the 64 bits; undefined: as the selection suggests. */
export interface BitWish {
  readonly wish: boolean | undefined;
  readonly setWish: (wish: boolean) => void;
}

export const BitWishContext = createContext<BitWish>({ wish: undefined, setWish: () => undefined });

/** Whether the selected entry's bits are shown: from the start for one page, on demand for a large page. */
export function useBitView(inspection: Inspection | undefined): {
  readonly open: boolean;
  readonly close: () => void;
  readonly toggle: () => void;
} {
  const { wish, setWish } = useContext(BitWishContext);
  const open = wish ?? inspection?.region.level === 1;
  return { open, close: () => setWish(false), toggle: () => setWish(!open) };
}
