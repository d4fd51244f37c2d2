import { useApp } from '../app-context.ts';
import { hoverText } from '../text/hover-text.ts';
import './MapHost.css';

/** The element that the map controller draws into and listens on; what is selected is said for screen readers. */
export function MapHost({ onHost }: { readonly onHost: (host: HTMLElement | null) => void }) {
  const selection = useApp((state) => state.selection);
  const columns = useApp((state) => state.frame?.columns);
  const text = selection !== undefined && columns !== undefined ? hoverText(columns, selection) : undefined;
  return (
    <>
      <div
        ref={onHost}
        className="map-host"
        data-testid="map"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map takes arrows, Enter and Escape
        tabIndex={0}
        aria-label="Physical memory map"
        aria-describedby="map-keys map-selection"
      />
      <span className="unseen" id="map-keys">
        Arrows move the selection, Enter goes in, Escape goes out, plus and minus zoom.
      </span>
      <span className="unseen" id="map-selection" aria-live="polite">
        {text === undefined ? '' : `Selected: ${text.name}, ${text.mapping}. ${text.detail}`}
      </span>
    </>
  );
}
