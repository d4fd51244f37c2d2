import { useApp } from './app-context.ts';
import { useMedia } from './use-media.ts';

/** The theme on the screen. */
export function useTheme(): 'light' | 'dark' {
  const system = useMedia('(prefers-color-scheme: dark)') ? 'dark' : 'light';
  const choice = useApp((state) => state.theme);
  return choice === 'auto' ? system : choice;
}
