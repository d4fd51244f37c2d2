import { RUN_TRACE_FORMAT, type RunTrace, type TracedBoot } from './run-trace.ts';
import { tracedOperationRow } from './traced-operation.ts';
import { addressText, runItems } from './write-direct-map-json.ts';

/** A run as JSON lines: a header with the machine at step 0, then one operation a line. readRunTrace() reads it. */
export function runTraceText(trace: RunTrace): string {
  const { boot } = trace;
  const header = {
    type: 'header',
    format: RUN_TRACE_FORMAT,
    version: 1,
    title: trace.title,
    note: trace.note,
    provenance: trace.provenance,
    policy: trace.choice.policy,
    global_fix: trace.choice.globalFix,
    direct_map_base: addressText(trace.directMapBase),
    paging_levels: trace.pagingLevels,
    c_bit: trace.cBit,
    steps: trace.operations.length,
    start_step: trace.startStep,
    start_at: trace.startAt,
    zones: trace.zones.map(({ name, firstPfn, endPfn, kind }) =>
      kind ? [name, firstPfn, endPfn, kind] : [name, firstPfn, endPfn],
    ),
    phases: trace.phases.map(({ step, name }) => [step, name]),
    boot: boot && bootRow(boot),
    before: trace.before.map(tracedOperationRow),
    leaves: runItems(trace.leaves, trace.cBit),
  };
  return `${[header, ...trace.operations.map(tracedOperationRow)].map((row) => JSON.stringify(row)).join('\n')}\n`;
}

const span = ({ firstPfn, endPfn }: TracedBoot['ram'][number]): readonly number[] => [firstPfn, endPfn];

function bootRow({ ram, gbPages, cBit, pciBios, image }: TracedBoot) {
  return {
    ram: ram.map(span),
    gb_pages: gbPages,
    c_bit: cBit,
    pci_bios: pciBios,
    image: image && {
      text: span(image.text),
      rodata: span(image.rodata),
      init: span(image.init),
      read_only: image.readOnly.map(span),
      end_pfn: image.endPfn,
      phys_base: image.physBase,
    },
  };
}
