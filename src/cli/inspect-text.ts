import type { Diagnosis, Leaves, MemoryRange, PolicyWin } from '../engine/index.ts';
import type { OpenedMachine } from '../formats/opened-machine.ts';
import { PAGE_STATE_NAMES, PageState, type PageStateName } from '../x86/page-state.ts';

/** What `inspect` knows of a file. */
export interface Inspected {
  readonly name: string;
  readonly opened: OpenedMachine;
  readonly ram: readonly MemoryRange[];
  readonly diagnosis: Diagnosis;
  readonly wins: readonly PolicyWin[];
}

const KB = { '4K': 4, '2M': 2048, '1G': 1048576 } as const;

const STATE_TEXT: Readonly<Record<PageStateName, string>> = {
  hole: 'not mapped',
  rw: 'data, RW + NX',
  pt: 'page-table pages',
  rwg: 'data that lost GLOBAL',
  ro: 'read-only, RO + NX',
  np: 'not present',
  rox: 'code, RO + X',
  wc: 'write combining or write through',
  uc: 'uncached',
  rwx: 'writable and executable, RW + X',
};

/** The machine-readable form: counts are leaf entries, pages of 4K, or tables. */
export function inspectJson({ name, opened, diagnosis, wins }: Inspected) {
  const { leaves, possible, ifMerged, wx, groups, waiting, pteTables, withHoles, uniform } = diagnosis;
  return {
    name,
    format: opened.format,
    pagingLevels: opened.pagingLevels,
    directMap: { startVa: `0x${opened.directMapBase.toString(16)}`, leaves, possible, ifMerged },
    pagesByState: Object.fromEntries(
      PAGE_STATE_NAMES.map((state) => [state, diagnosis.pagesByState[PageState[state]]]).filter(
        ([, pages]) => pages !== 0,
      ),
    ),
    splitTables: { all: pteTables, withHoles, uniform, waitingForEntries: waiting, groups },
    policies: wins,
    wxPages: wx.reduce((sum, { pages }) => sum + pages, 0),
    wx,
    warnings: opened.warnings,
  };
}

/** The text for people, fit to be pasted into a mail. */
export function inspectText({ name, opened, ram, diagnosis, wins }: Inspected): readonly string[] {
  const { leaves, possible, ifMerged, groups, waiting, wx } = diagnosis;
  const pages = ram.reduce((sum, { firstPfn, endPfn }) => sum + endPfn - firstPfn, 0);
  const lines = [
    `${name}: ${opened.format}, ${opened.pagingLevels}-level paging`,
    `direct map at 0x${opened.directMapBase.toString(16)}, ${count(pages)} pages (${gib(pages)} GiB)`,
    '',
    '           leaves         kB   possible   if equal tables merged',
    ...(['4K', '2M', '1G'] as const).map((size) => sizeLine(size, leaves, possible, ifMerged)),
    '',
    'pages by protection',
    ...PAGE_STATE_NAMES.filter((state) => diagnosis.pagesByState[PageState[state]] > 0).map(
      (state) => `  ${count(diagnosis.pagesByState[PageState[state]]).padStart(13)}  ${STATE_TEXT[state]}`,
    ),
    '',
    `${count(diagnosis.pteTables)} tables of 4K entries: ${count(diagnosis.uniform)} with 512 equal entries, ${count(diagnosis.withHoles)} at holes`,
  ];
  for (const { bits, tables, entries, byOneEntry, firstPfn } of groups)
    lines.push(
      `  ${count(tables).padStart(7)} kept in pieces by ${bits.join(', ')} (${count(entries)} entries${byOneEntry > 0 ? `, ${count(byOneEntry)} by one` : ''}; first at page 0x${firstPfn.toString(16)})`,
    );
  if (waiting[0] > 0) lines.push(`  ${count(waiting[0]).padStart(7)} of them wait for one entry`);
  lines.push('', 'what would be won back now', ...wins.flatMap((win) => winLines(win, leaves)));
  lines.push(
    '',
    wx.length === 0 ? 'no page is writable and executable' : `writable and executable: ${wx.length} regions`,
  );
  for (const { pfn, pages: size } of wx.slice(0, MOST_WX))
    lines.push(`  page 0x${pfn.toString(16)}, ${count(size)} pages`);
  if (wx.length > MOST_WX) lines.push(`  and ${count(wx.length - MOST_WX)} more`);
  for (const warning of opened.warnings) lines.push('', `note: ${warning}`);
  lines.push('', opened.note);
  return lines;
}

const MOST_WX = 10;

function winLines({ policy, when, now, withGlobal }: PolicyWin, leaves: Leaves): readonly string[] {
  const won = (win: PolicyWin['now']): string =>
    win.tablePages === 0
      ? 'nothing'
      : `${count((leaves['4K'] - win.leaves['4K']) / 512)} of 2M and ${count(win.leaves['1G'] - leaves['1G'])} of 1G, ${count(win.tablePages * 4)} kB of tables, TLB reach ${gib(win.reachKiB / 4)} to ${gib(win.reachKiBThen / 4)} GiB`;
  if (policy === 'none') return [];
  const lines = [`  ${policy}: ${won(now)}${now.tablePages > 0 ? ` (${when})` : ''}`];
  if (withGlobal !== undefined && withGlobal.tablePages > now.tablePages)
    lines.push(`    with GLOBAL given back: ${won(withGlobal)}`);
  return lines;
}

const count = (value: number): string => value.toLocaleString('en-US');
const gib = (pages: number): string => (pages / 262144).toFixed(2);

function sizeLine(size: keyof Leaves, leaves: Leaves, possible: Leaves, merged: Leaves): string {
  const kb = count(leaves[size] * KB[size]).padStart(13);
  return `  ${size}  ${count(leaves[size]).padStart(11)} ${kb} ${count(possible[size]).padStart(10)}   ${count(merged[size]).padStart(10)}`;
}
