import { withCommas } from '../formats/excerpt.ts';
import type { InfoMem } from '../formats/info-mem.ts';
import { type AreaSum, infoMemSummary } from '../formats/info-mem-summary.ts';
import { FACT_NAMES } from '../formats/join-machine.ts';
import { INFO_MEM_LACKS } from '../formats/not-a-machine.ts';
import { hexAddress } from '../formats/ptdump.ts';

const format = FACT_NAMES['info-mem'];

/** What `info mem` holds, machine-readable: `leaves` and `wxPages` are null, since it does not tell them. */
export function infoMemJson(name: string, infoMem: InfoMem) {
  const { directMap, warnings } = infoMem;
  const { present, writable, readOnly, absent, user, kernel } = infoMemSummary(infoMem);
  const sum = ({ areas, pages }: AreaSum) => ({ areas, kB: pages * 4 });
  return {
    name,
    format,
    pagingLevels: directMap.pagingLevels,
    directMap: {
      startVa: hexAddress(directMap.basePage),
      leaves: null,
      presentKb: present.pages * 4,
      regions: { RW: sum(writable), RO: sum(readOnly), notPresent: sum(absent) },
    },
    otherAreas: { user: sum(user), kernel: sum(kernel) },
    wxPages: null,
    warnings: [INFO_MEM_LACKS, ...warnings],
  };
}

/** The same as text. */
export function infoMemText(name: string, infoMem: InfoMem): readonly string[] {
  const { directMap, warnings } = infoMem;
  const { present, writable, readOnly, absent, user, kernel } = infoMemSummary(infoMem);
  const row = (what: string, { areas, pages }: AreaSum): string =>
    `  ${withCommas(pages * 4).padStart(15)} kB in ${withCommas(areas).padStart(5)} ${areas === 1 ? 'area ' : 'areas'}  ${what}`;
  return [
    `${name}: ${format}, ${directMap.pagingLevels}-level paging`,
    `direct map at ${hexAddress(directMap.basePage)}, ${withCommas(present.pages * 4)} kB present`,
    '',
    row('of the direct map, RW', writable),
    row('of the direct map, RO', readOnly),
    row('not present inside it', absent),
    row('other addresses of the kernel', kernel),
    row('addresses of a process', user),
    ...[INFO_MEM_LACKS, ...warnings].flatMap((warning) => ['', `note: ${warning}`]),
  ];
}
