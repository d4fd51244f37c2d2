import { useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import './ZoomButtons.css';

const FACTOR = 2;

/** Plus and minus over the map, about its middle. */
export function ZoomButtons() {
  const { map } = useAppContext();
  return (
    <div className="zoom-buttons">
      <button
        type="button"
        className="button button-icon"
        data-testid="zoom-in"
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={() => map?.zoomBy(FACTOR)}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        className="button button-icon"
        data-testid="zoom-out"
        aria-label="Zoom out"
        title="Zoom out (-)"
        onClick={() => map?.zoomBy(1 / FACTOR)}
      >
        <Icon name="minus" />
      </button>
    </div>
  );
}
