import { directMapJsonText } from '../formats/write-direct-map-json.ts';
import { leavesCsv } from '../formats/write-leaves-csv.ts';
import { ptdumpText } from '../formats/write-ptdump.ts';
import { runTraceText } from '../formats/write-run-trace.ts';
import type { Session } from '../workloads/session.ts';
import { tracedRun } from '../workloads/traced-run.ts';
import { pagesOf } from '../x86/page.ts';
import type { ExportFormat, Region } from './calls.ts';

/** The open machine at its step, or its run, as a text that can be opened again; CSV of the regions, or of all. */
export function exportText(session: Session, format: ExportFormat, regions: readonly Region[]): string {
  const { machine } = session.run;
  const { directMapBase, pagingLevels, cBit } = machine;
  switch (format) {
    case 'json':
      return directMapJsonText({ leaves: machine.leafRuns(), directMapBase, pagingLevels, cBit });
    case 'ptdump':
      return ptdumpText({ leaves: machine.leafRuns(), directMapBase, pagingLevels });
    case 'csv': {
      const spans = regions.map(({ pfn, level }) => [pfn, pfn + pagesOf(level)] as const).sort((a, b) => a[0] - b[0]);
      const parts =
        spans.length === 0 ? [machine.leafRuns()] : spans.map(([first, end]) => machine.leafRuns(first, end));
      return leavesCsv(parts, directMapBase, machine.words.globalInUse);
    }
    case 'trace':
      return runTraceText(tracedRun(session));
  }
}
