import type { TreeRow } from '../../store/state.ts';
import { useApp, useAppContext } from '../app-context.ts';
import type { Columns, Region } from '../data.ts';
import { hoverText } from '../text/hover-text.ts';

/** Id of a region's item in the tree. */
export const rowId = ({ level, pfn }: Region): string => `map-row-${level}-${pfn.toString(16)}`;

/** The regions in view as items of the map's tree: not seen, but read; a click of a screen reader selects. */
export function MapTree() {
  const { commands } = useAppContext();
  const rows = useApp((state) => state.tree);
  const selection = useApp((state) => state.selection);
  const columns = useApp((state) => (state.playing ? undefined : state.frame?.columns));
  return (
    <div className="unseen" role="none">
      {rows.map((row) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the map has the focus and takes the keys
        <div
          key={rowId(row.region)}
          id={rowId(row.region)}
          role="treeitem"
          data-testid="map-row"
          aria-label={nameOf(columns, row)}
          aria-level={row.depth}
          aria-posinset={row.position}
          aria-setsize={row.siblings}
          aria-expanded={row.expanded}
          aria-selected={row.region.level === selection?.level && row.region.pfn === selection.pfn}
          onClick={() => commands.select(row.region)}
        />
      ))}
    </div>
  );
}

function nameOf(columns: Columns | undefined, { region }: TreeRow): string {
  if (columns === undefined) return 'playing';
  const { name, mapping, detail } = hoverText(columns, region);
  return `${name}, ${mapping}. ${detail}`;
}
