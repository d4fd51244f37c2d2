import { type RefObject, useLayoutEffect, useState } from 'react';
import { PAGES_1G } from '../../x86/page.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { useSize } from '../use-size.ts';

/** A place over the map where nothing is drawn, CSS px from its corner. */
export interface FreeCorner {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const LEAST = { width: 380, height: 116 };
const MARGIN = 12;
const BUTTONS = 64;

/**
 * The room after the machine's last GiB in its row, at the home view; undefined when there is too little, or
 * when the view is another one.
 */
export function useFreeCorner(area: RefObject<HTMLElement | null>): FreeCorner | undefined {
  const { map } = useAppContext();
  const machine = useApp((state) => (state.frame === undefined ? undefined : state.run?.machine));
  const home = useApp((state) => state.camera === undefined);
  const { width, height } = useSize(area);
  const [corner, setCorner] = useState<FreeCorner>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the map is laid out again when its size changes
  useLayoutEffect(() => {
    const last = machine && map?.rectOf({ level: 3, pfn: (machine.gibCount - 1) * PAGES_1G });
    if (last === undefined || !home) {
      setCorner(undefined);
      return;
    }
    const left = last.x + last.width + MARGIN;
    const free = { left, top: last.y, width: width - BUTTONS - left, height: last.height };
    setCorner(free.width >= LEAST.width && free.height >= LEAST.height ? free : undefined);
  }, [map, machine, home, width, height]);
  return corner;
}
