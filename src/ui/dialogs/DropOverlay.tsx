import './DropOverlay.css';

/** Covers the page while a file is dragged over it. */
export function DropOverlay() {
  return (
    <div className="drop-overlay" data-testid="drop-overlay">
      <p className="drop-overlay-words">
        <b>Drop it to open it.</b>
        <span>A page-table dump or a direct map in JSON. It stays on this computer.</span>
      </p>
    </div>
  );
}
