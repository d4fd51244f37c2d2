import { useRef } from 'react';
import { useApp } from '../app-context.ts';
import { coordinatesText } from '../text/coordinates-text.ts';
import { hoverText } from '../text/hover-text.ts';
import { useSize } from '../use-size.ts';
import './HoverCard.css';

const AWAY = 18;
const WIDTH = 272;
const HEIGHT = 84;

/** A note near the pointer about the region under it; it stays beside the pointer and inside the map. */
export function HoverCard() {
  const hover = useApp((state) => state.hover);
  const columns = useApp((state) => state.frame?.columns);
  const base = useApp((state) => state.run?.machine.directMapBase);
  const area = useRef<HTMLDivElement>(null);
  const size = useSize(area);
  const text = hover !== undefined && columns !== undefined ? hoverText(columns, hover.region) : undefined;
  return (
    <div className="hover-area" ref={area} aria-hidden="true">
      {hover !== undefined && text !== undefined && (
        <div
          className="hover-card"
          data-testid="hover-card"
          style={{
            transform: `translate(${place(hover.x, size.width, WIDTH)}px, ${place(hover.y, size.height, HEIGHT)}px)`,
          }}
        >
          <p>
            <b>{text.name}</b> <span>{text.mapping}</span>
          </p>
          <p>{text.detail}</p>
          {base !== undefined && <p className="mono hover-at">{coordinatesText(hover.region.pfn, base)}</p>}
        </div>
      )}
    </div>
  );
}

/** Behind the pointer, or before it where the space ends. */
function place(at: number, space: number, size: number): number {
  return at + AWAY + size <= space ? at + AWAY : Math.max(4, at - AWAY - size);
}
