import { useApp, useAppContext } from '../app-context.ts';
import { IconButton } from '../IconButton.tsx';
import './ZoomButtons.css';

const FACTOR = 2;

/** Bookmarks, plus and minus over the map, about its middle, and the order of pages inside a GiB. */
export function ZoomButtons() {
  const { map, commands } = useAppContext();
  const hilbert = useApp((state) => state.order === 'hilbert');
  return (
    <div className="zoom-buttons">
      <IconButton
        icon="bookmark"
        name="Bookmarks"
        title="Bookmarks (b)"
        testId="bookmarks-open"
        className=""
        onClick={() => commands.setDialog('bookmarks')}
      />
      <IconButton
        icon="plus"
        name="Zoom in"
        title="Zoom in (+)"
        testId="zoom-in"
        className=""
        onClick={() => map?.zoomBy(FACTOR)}
      />
      <IconButton
        icon="minus"
        name="Zoom out"
        title="Zoom out (-)"
        testId="zoom-out"
        className=""
        onClick={() => map?.zoomBy(1 / FACTOR)}
      />
      <IconButton
        icon="hilbert"
        name="Hilbert order inside a GiB"
        title={hilbert ? 'Back to Z order inside a GiB' : 'Hilbert order inside a GiB: next addresses are neighbours'}
        testId="order-hilbert"
        className=""
        pressed={hilbert}
        onClick={() => commands.setOrder(hilbert ? 'z' : 'hilbert')}
      />
    </div>
  );
}
