import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { type MapHandle, useApp, useAppContext } from '../app-context.ts';
import type { Region } from '../data.ts';
import { EntryView } from '../inspector/EntryView.tsx';
import { shownEntry } from '../inspector/shown-entry.ts';
import { useBitView } from '../use-bit-view.ts';
import { useSize } from '../use-size.ts';
import './BitCard.css';

/** As in BitCard.css. */
const INSET = 8;
const RING = 6;

type Rect = NonNullable<ReturnType<MapHandle['rectOf']>>;

/** The selected entry's 64 bits over the map, in the half where the selection is not, with a line to it. */
export function BitCard() {
  const inspection = useApp((state) => (state.also.length > 0 ? undefined : state.inspection));
  const view = useBitView(inspection);
  const area = useRef<HTMLDivElement>(null);
  const size = useSize(area);
  const entry = inspection === undefined ? undefined : shownEntry(inspection);
  return (
    <div className="bit-area" ref={area}>
      {view.open && entry !== undefined && inspection !== undefined && (
        <PlacedCard region={inspection.region} area={size}>
          <EntryView inspection={inspection} entry={entry} onClose={view.close} />
        </PlacedCard>
      )}
    </div>
  );
}

interface PlacedCardProps {
  readonly region: Region;
  readonly area: { readonly width: number; readonly height: number };
  readonly children: ReactNode;
}

function PlacedCard({ region, area, children }: PlacedCardProps) {
  const card = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  // After every rendering, before it is seen: what the card holds decides its height.
  useLayoutEffect(() => setHeight(card.current?.offsetHeight ?? 0));
  const at = useSelectionPlace(region);
  const y = at && at.y + at.height / 2 - INSET;
  const left = at !== undefined && at.x + at.width / 2 > INSET + area.width / 2;
  const low = y !== undefined && y > height;
  return (
    <>
      {at !== undefined && y !== undefined && y >= 0 && y <= area.height && (
        <Pointer at={at} y={y} left={left} areaWidth={area.width} />
      )}
      <div className={`bit-card${left ? ' bit-card-left' : ''}${low ? ' bit-card-low' : ''}`} ref={card}>
        {children}
      </div>
    </>
  );
}

interface PointerProps {
  readonly at: Rect;
  readonly left: boolean;
  readonly areaWidth: number;
  /** Its height in the area. */
  readonly y: number;
}

/** A line between the selection and the card. */
function Pointer({ at, y, left, areaWidth }: PointerProps) {
  const from = left ? 0 : at.x + at.width - INSET + RING;
  const to = left ? at.x - INSET - RING : areaWidth;
  return <span className="bit-pointer" style={{ left: from, width: Math.max(0, to - from), top: y }} />;
}

/** Where the selected region is drawn, CSS px from the map's corner. */
function useSelectionPlace(region: Region | undefined): Rect | undefined {
  const { map } = useAppContext();
  const camera = useApp((state) => state.camera);
  const [rect, setRect] = useState<Rect>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the region's place moves with the camera
  useLayoutEffect(() => setRect(region && map?.rectOf(region)), [region, map, camera]);
  return rect;
}
