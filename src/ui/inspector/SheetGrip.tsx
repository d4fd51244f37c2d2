import { useRef } from 'react';
import './SheetGrip.css';

export type SheetSize = 'low' | 'half' | 'full';

const SIZES: readonly SheetSize[] = ['low', 'half', 'full'];
const DRAG_PX = 24;

interface SheetGripProps {
  readonly size: SheetSize;
  readonly onSize: (size: SheetSize) => void;
}

/** The handle of the sheet: drag it up or down, or press it to go on to the next size. */
export function SheetGrip({ size, onSize }: SheetGripProps) {
  const start = useRef<number | undefined>(undefined);
  const dragged = useRef(false);
  const at = SIZES.indexOf(size);
  return (
    <button
      type="button"
      className="sheet-grip"
      data-testid="sheet-grip"
      aria-label={`Sheet: ${size}. Change its size`}
      onPointerDown={(event) => {
        start.current = event.clientY;
        dragged.current = false;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerUp={(event) => {
        const way = (start.current ?? event.clientY) - event.clientY;
        start.current = undefined;
        if (Math.abs(way) < DRAG_PX) return;
        dragged.current = true;
        onSize(SIZES[Math.min(2, Math.max(0, at + Math.sign(way)))]);
      }}
      onClick={() => {
        if (!dragged.current) onSize(SIZES[(at + 1) % SIZES.length]);
        dragged.current = false;
      }}
    >
      <span />
    </button>
  );
}
