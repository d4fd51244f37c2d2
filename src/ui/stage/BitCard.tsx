import { useLayoutEffect, useRef, useState } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import type { Region } from '../data.ts';
import { EntryView } from '../inspector/EntryView.tsx';
import { shownEntry } from '../inspector/shown-entry.ts';
import { useBitView } from '../use-bit-view.ts';
import { useSize } from '../use-size.ts';
import './BitCard.css';

/** The selected entry's 64 bits over the map, in the half where the selection is not. */
export function BitCard() {
  const inspection = useApp((state) => state.inspection);
  const view = useBitView(inspection);
  const area = useRef<HTMLDivElement>(null);
  const { width } = useSize(area);
  const entry = inspection === undefined ? undefined : shownEntry(inspection);
  const left = useSelectionAtRight(inspection?.region, width);
  return (
    <div className="bit-area" ref={area}>
      {view.open && entry !== undefined && inspection !== undefined && (
        <div className={left ? 'bit-card bit-card-left' : 'bit-card'}>
          <EntryView inspection={inspection} entry={entry} onClose={view.close} />
        </div>
      )}
    </div>
  );
}

/** True when the selected region is drawn in the right half of the map. */
function useSelectionAtRight(region: Region | undefined, width: number): boolean {
  const { map } = useAppContext();
  const camera = useApp((state) => state.camera);
  const [atRight, setAtRight] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the region's place moves with the camera
  useLayoutEffect(() => {
    const rect = region && map?.rectOf?.(region);
    setAtRight(rect !== undefined && rect.x + rect.width / 2 > width / 2);
  }, [region, map, camera, width]);
  return atRight;
}
