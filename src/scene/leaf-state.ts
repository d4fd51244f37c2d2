import { PageState } from '../x86/page-state.ts';

/** State of a large leaf itself: only data has pages inside that are drawn as page tables. */
export const leafState = (state: number): number => (state === PageState.pt ? PageState.rw : state);
