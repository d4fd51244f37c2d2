import { PAGE_STATE_NAMES, PageState, type PageStateName } from '../x86/page-state.ts';
import type { Diagnosis, Leaves } from './diagnosis.ts';
import type { Machine } from './machine.ts';
import type { PolicyWin } from './policy-wins.ts';
import { standingSplitsText, tableGroupsText, touchingCallsText } from './split-text.ts';
import type { StandingSplits } from './standing-splits.ts';
import { textTable } from './text-table.ts';
import type { TouchingCalls } from './touching-calls.ts';
import { wrapText } from './wrap-text.ts';

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
  /** Where none of it was split in the run: calls of the run on pages of the tables that are in pieces. */
  readonly touching: readonly TouchingCalls[];
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
  const { name, format, machine, warnings, note, diagnosis, wins, standing, touching } = diagnosed;
  const pages = machine.ram.reduce((sum, { firstPfn, endPfn }) => sum + endPfn - firstPfn, 0);
  const { pagesByState } = diagnosis;
  return [
    name,
    ...wrapText(
      `${format}, ${machine.pagingLevels}-level paging, direct map at 0x${machine.directMapBase.toString(16)}, ${count(pages)} pages (${gib(pages)} GiB)`,
    ),
    '',
    ...sizesText(diagnosis),
    '',
    ...textTable(
      ['4K pages', 'protection'],
      PAGE_STATE_NAMES.filter((state) => pagesByState[PageState[state]] > 0).map((state) => [
        count(pagesByState[PageState[state]]),
        STATE_TEXT[state],
      ]),
    ),
    '',
    ...tableGroupsText(diagnosis),
    '',
    ...winsText(wins, diagnosis.leaves),
    ...standingSplitsText(standing),
    ...touchingCallsText(touching),
    '',
    ...writableCodeText(diagnosis.wx),
    ...warnings.flatMap((warning) => ['', ...wrapText(`note: ${warning}`, '  ')]),
    '',
    ...wrapText(note),
  ];
}

const MOST_WX = 10;

function sizesText({ leaves, possible, ifMerged }: Diagnosis): readonly string[] {
  const rows = (['4K', '2M', '1G'] as const).map((size) => [
    size,
    count(leaves[size]),
    count(leaves[size] * KB[size]),
    count(possible[size]),
    count(ifMerged[size]),
    '',
  ]);
  return textTable(['', 'entries', 'kB', 'possible', 'equal tables merged', ''], rows);
}

function winsText(wins: readonly PolicyWin[], leaves: Leaves): readonly string[] {
  const rows: string[][] = [];
  const when: string[] = [];
  const nothing: string[] = [];
  for (const { policy, when: acts, now, withGlobal } of wins) {
    const before = rows.length;
    if (now.tablePages > 0) rows.push(winRow(now, leaves, policy));
    if (withGlobal !== undefined && withGlobal.tablePages > now.tablePages)
      rows.push(winRow(withGlobal, leaves, `${policy}, with GLOBAL back`));
    if (rows.length > before) when.push(...wrapText(`${policy} acts ${acts}`, '    ', '  '));
    if (now.tablePages === 0) nothing.push(policy);
  }
  const reach = gib((wins[0]?.now.reachKiB ?? 0) / 4);
  const under = nothing.length === wins.length ? 'any policy' : nothing.join(', ');
  return [
    `what each policy would win back (TLB reach, a model: ${reach} GiB now)`,
    ...(rows.length > 0 ? textTable(['2M', '1G', 'kB of tables', 'reach, GiB', 'under'], rows) : []),
    ...(nothing.length > 0 ? [`  as it is, nothing under ${under}`] : []),
    ...when,
  ];
}

const winRow = (win: PolicyWin['now'], leaves: Leaves, under: string): string[] => [
  count((leaves['4K'] - win.leaves['4K']) / 512),
  count(win.leaves['1G'] - leaves['1G']),
  count(win.tablePages * 4),
  gib(win.reachKiBThen / 4),
  under,
];

function writableCodeText(wx: Diagnosis['wx']): readonly string[] {
  if (wx.length === 0) return ['no page is writable and executable'];
  const rows = wx.slice(0, MOST_WX).map(({ pfn, pages }) => [count(pages), `0x${pfn.toString(16)}`]);
  return [
    'writable and executable',
    ...textTable(['pages', 'from PFN'], rows),
    ...(wx.length > MOST_WX ? [`  and ${count(wx.length - MOST_WX)} more stretches`] : []),
  ];
}

const count = (value: number): string => value.toLocaleString('en-US');
const gib = (pages: number): string => (pages / 262144).toFixed(2);
