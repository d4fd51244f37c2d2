import { useApp, useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import './ZoomButtons.css';

const FACTOR = 2;

/** Bookmarks, plus and minus over the map, about its middle, and the order of pages inside a GiB. */
export function ZoomButtons() {
  const { map, commands } = useAppContext();
  const order = useApp((state) => state.order);
  return (
    <div className="zoom-buttons">
      <button
        type="button"
        className="button button-icon"
        data-testid="bookmarks-open"
        aria-label="Bookmarks"
        title="Bookmarks (b)"
        onClick={() => commands.setDialog('bookmarks')}
      >
        <Icon name="bookmark" />
      </button>
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
      <button
        type="button"
        className="button button-icon"
        data-testid="order-hilbert"
        aria-label="Hilbert order inside a GiB"
        aria-pressed={order === 'hilbert'}
        title={
          order === 'hilbert'
            ? 'Back to Z order inside a GiB'
            : 'Hilbert order inside a GiB: next addresses are neighbours'
        }
        onClick={() => commands.setOrder(order === 'hilbert' ? 'z' : 'hilbert')}
      >
        <Icon name="hilbert" />
      </button>
    </div>
  );
}
