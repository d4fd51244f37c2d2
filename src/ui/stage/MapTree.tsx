import { useApp, useAppContext } from '../app-context.ts';
import type { Columns, Inspection, Machine, Region } from '../data.ts';
import { hoverText } from '../text/hover-text.ts';
import { mixText } from '../text/mix-text.ts';
import { regionName } from '../text/region-name.ts';

/** Id of a region's item in the tree of a side's map. */
export const rowId = (side: 'left' | 'right', { level, pfn }: Region): string =>
  `${side === 'right' ? 'right-' : ''}map-row-${level}-${pfn.toString(16)}`;

/** The regions in view as items of the map's tree: not seen, but read; a click of a screen reader selects. */
export function MapTree() {
  const { commands, side } = useAppContext();
  const rows = useApp((state) => state.tree);
  const selection = useApp((state) => state.selection);
  const also = useApp((state) => state.also);
  const inspection = useApp((state) => state.inspection);
  const zones = useApp((state) => state.run?.machine.zones) ?? [];
  const columns = useApp((state) => (state.playing ? undefined : state.frame?.columns));
  return (
    <div className="unseen" role="none">
      {rows.map((row) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the map has the focus and takes the keys
        <div
          key={rowId(side, row.region)}
          id={rowId(side, row.region)}
          role="treeitem"
          data-testid="map-row"
          aria-label={nameOf(columns, row.region, inspection, zones)}
          aria-level={row.depth}
          aria-posinset={row.position}
          aria-setsize={row.siblings}
          aria-expanded={row.expanded}
          aria-selected={isSame(row.region, selection) || also.some((region) => isSame(region, row.region))}
          onClick={() => commands.select(row.region)}
        />
      ))}
    </div>
  );
}

const isSame = (a: Region, b: Region | undefined): boolean => a.level === b?.level && a.pfn === b.pfn;

/** What the columns say; of the selection, which the worker has counted, the exact numbers. */
function nameOf(
  columns: Columns | undefined,
  region: Region,
  inspection: Inspection | undefined,
  zones: Machine['zones'],
): string {
  if (columns === undefined) return `${regionName(region)}, playing`;
  const { name, mapping, detail } = hoverText(columns, region);
  const counted = inspection?.mapped === 'table' && isSame(region, inspection.region);
  const zone =
    region.level < 3 ? undefined : zones.find((one) => one.firstPfn <= region.pfn && region.pfn < one.endPfn);
  return `${name}${zone === undefined ? '' : `, ${zone.name}`}, ${mapping}. ${counted ? mixText(inspection.pagesByState) : detail}`;
}
