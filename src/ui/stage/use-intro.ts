import { createContext, useContext } from 'react';

/** The introduction: whether it was put away, and whether it has a place over the map. */
export interface IntroState {
  readonly seen: boolean;
  readonly dismiss: () => void;
  /** True while it stands in the map's free corner; else it stands in the inspector. */
  readonly overMap: boolean;
  readonly setOverMap: (overMap: boolean) => void;
}

export const IntroContext = createContext<IntroState | undefined>(undefined);

/** The introduction's state; throws outside of the App. */
export function useIntro(): IntroState {
  const intro = useContext(IntroContext);
  if (intro === undefined) throw new Error('used outside of App');
  return intro;
}
