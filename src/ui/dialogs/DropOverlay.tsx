import './DropOverlay.css';

/** Covers the page while a file is dragged over it. */
export function DropOverlay() {
  return (
    <div className="drop-overlay" data-testid="drop-overlay">
      <p className="drop-overlay-words">
        <b>Drop to open.</b>
        <span>
          A dump, and what else you have of the same machine: meminfo, vmstat, iomem, a trace. It stays on this
          computer.
        </span>
      </p>
    </div>
  );
}
