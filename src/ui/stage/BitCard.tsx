import { useEffect, useState } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import type { Region } from '../data.ts';
import { EntryView } from '../inspector/EntryView.tsx';
import { shownEntry } from '../inspector/shown-entry.ts';
import { useBitView } from '../use-bit-view.ts';
import './BitCard.css';

const CARD = 436;

/** The selected entry's 64 bits over the map, at the side where the selection is not. */
export function BitCard() {
  const inspection = useApp((state) => state.inspection);
  const view = useBitView(inspection);
  const left = useSelectionAtRight(view.open ? inspection?.region : undefined);
  const entry = inspection === undefined ? undefined : shownEntry(inspection);
  if (!view.open || entry === undefined || inspection === undefined) return null;
  return (
    <div className={left ? 'bit-card bit-card-left' : 'bit-card'}>
      <EntryView inspection={inspection} entry={entry} onClose={view.close} />
    </div>
  );
}

/** True when the selected region is drawn where the card would stand. */
function useSelectionAtRight(region: Region | undefined): boolean {
  const { map } = useAppContext();
  const camera = useApp((state) => state.camera);
  const [atRight, setAtRight] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the region's place moves with the camera
  useEffect(() => {
    const rect = region === undefined ? undefined : map?.rectOf?.(region);
    const host = document.querySelector<HTMLElement>('[data-testid="map"]');
    if (rect !== undefined && host !== null) setAtRight(rect.x + rect.width > host.clientWidth - CARD);
  }, [region, map, camera]);
  return atRight;
}
