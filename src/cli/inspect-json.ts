import type { Diagnosed } from '../engine/index.ts';
import { PAGE_STATE_NAMES, PageState } from '../x86/page-state.ts';

/** The machine-readable form: counts are leaf entries, pages of 4K, or tables. */
export function inspectJson({ name, format, machine, warnings, diagnosis, wins, touching }: Diagnosed) {
  const { leaves, possible, ifMerged, wx, groups, waiting, pteTables, withHoles, uniform } = diagnosis;
  return {
    name,
    format,
    pagingLevels: machine.pagingLevels,
    directMap: { startVa: `0x${machine.directMapBase.toString(16)}`, leaves, possible, ifMerged },
    pagesByState: Object.fromEntries(
      PAGE_STATE_NAMES.map((state) => [state, diagnosis.pagesByState[PageState[state]]]).filter(
        ([, pages]) => pages !== 0,
      ),
    ),
    splitTables: { all: pteTables, withHoles, uniform, waitingForEntries: waiting, groups },
    policies: wins,
    callsOnSplitTables: touching,
    wxPages: wx.reduce((sum, { pages }) => sum + pages, 0),
    wx,
    warnings,
  };
}
