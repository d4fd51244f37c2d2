import { useId } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { MapTree, rowId } from './MapTree.tsx';
import './MapHost.css';

interface MapHostProps {
  readonly onHost: (host: HTMLElement | null) => void;
  readonly name?: string;
}

/** The element that the map controller draws into and listens on; to a screen reader it is a tree of what is in view. */
export function MapHost({ onHost, name = 'Physical memory map' }: MapHostProps) {
  const { side } = useAppContext();
  const keys = useId();
  const selection = useApp((state) => state.selection);
  const tree = useApp((state) => state.tree);
  const active = tree.find(({ region }) => region.level === selection?.level && region.pfn === selection.pfn);
  return (
    <>
      <div
        ref={onHost}
        className="map-host"
        data-testid="map"
        role="tree"
        aria-multiselectable="true"
        tabIndex={0}
        aria-label={name}
        aria-describedby={keys}
        aria-busy={tree.length === 0}
        aria-activedescendant={active && rowId(side, active.region)}
      >
        <MapTree />
      </div>
      <span className="unseen" id={keys}>
        Arrows move the selection, with Shift they add to it, Enter goes in, Escape goes out, plus and minus zoom.
      </span>
    </>
  );
}
