import { useLayoutEffect, useRef } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { sizeText } from '../text/size-text.ts';
import './Overview.css';

/** The whole machine in small, with a frame around what is in view. */
export function Overview({ corner }: { readonly corner: boolean }) {
  const { map } = useAppContext();
  const canvas = useRef<HTMLCanvasElement>(null);
  const machine = useApp((state) => state.run?.machine);
  useLayoutEffect(() => {
    if (map === undefined || machine === undefined || canvas.current === null) return;
    return map.minimap(canvas.current);
  }, [map, machine]);
  return (
    <section className={corner ? 'overview overview-corner' : 'overview'} aria-label="Overview">
      {!corner && (
        <div className="overview-head label">
          <h2 className="label">Overview</h2>
          {machine !== undefined && <span>{sizeText(machine.gibCount * 1048576)} of addresses</span>}
        </div>
      )}
      <canvas
        ref={canvas}
        className="overview-canvas"
        data-testid="minimap"
        role="img"
        aria-label="The whole machine, and what is in view"
      />
    </section>
  );
}
