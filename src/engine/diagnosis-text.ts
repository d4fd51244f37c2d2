import { PAGE_STATE_NAMES, PageState, type PageStateName } from '../x86/page-state.ts';
import type { Diagnosis, Leaves } from './diagnosis.ts';
import type { Machine } from './machine.ts';
import type { PolicyWin } from './policy-wins.ts';
import type { StandingSplits } from './standing-splits.ts';

/** A machine and what was found out about it. */
export interface Diagnosed {
  readonly name: string;
  /** What it was read from: "page-table dump". */
  readonly format: string;
  readonly machine: Machine;
  readonly warnings: readonly string[];
  readonly note: string;
  readonly diagnosis: Diagnosis;
  readonly wins: readonly PolicyWin[];
  /** Who split what is in pieces, where a run tells. */
  readonly standing: readonly StandingSplits[];
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

/** The text for people, fit to be pasted into a mail. */
export function diagnosisText(diagnosed: Diagnosed): readonly string[] {
  const { name, format, machine, warnings, note, diagnosis, wins, standing } = diagnosed;
  const { leaves, possible, ifMerged, groups, waiting, wx } = diagnosis;
  const pages = machine.ram.reduce((sum, { firstPfn, endPfn }) => sum + endPfn - firstPfn, 0);
  const lines = [
    `${name}: ${format}, ${machine.pagingLevels}-level paging`,
    `direct map at 0x${machine.directMapBase.toString(16)}, ${count(pages)} pages (${gib(pages)} GiB)`,
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
  if (standing.length > 0) lines.push('', 'who split what is still in pieces', ...standing.map(standingLine));
  lines.push(
    '',
    wx.length === 0 ? 'no page is writable and executable' : `writable and executable: ${wx.length} regions`,
  );
  for (const { pfn, pages: size } of wx.slice(0, MOST_WX))
    lines.push(`  page 0x${pfn.toString(16)}, ${count(size)} pages`);
  if (wx.length > MOST_WX) lines.push(`  and ${count(wx.length - MOST_WX)} more`);
  for (const warning of warnings) lines.push('', `note: ${warning}`);
  lines.push('', note);
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

const standingLine = ({ who, firstStep, ...of }: StandingSplits): string =>
  `  ${who}: ${count(of['2M'])} of 2M, ${count(of['1G'])} of 1G, since step ${count(firstStep)}`;

const count = (value: number): string => value.toLocaleString('en-US');
const gib = (pages: number): string => (pages / 262144).toFixed(2);

function sizeLine(size: keyof Leaves, leaves: Leaves, possible: Leaves, merged: Leaves): string {
  const kb = count(leaves[size] * KB[size]).padStart(13);
  return `  ${size}  ${count(leaves[size]).padStart(11)} ${kb} ${count(possible[size]).padStart(10)}   ${count(merged[size]).padStart(10)}`;
}
