import type { Diagnosis } from './diagnosis.ts';
import type { StandingSplits } from './standing-splits.ts';
import { textTable } from './text-table.ts';
import type { TouchingCalls } from './touching-calls.ts';

type Groups = Pick<Diagnosis, 'pteTables' | 'groups' | 'withHoles' | 'uniform'>;

/** The tables of 4K entries by the bits in which their entries differ, as lines of plain text. */
export function tableGroupsText({ pteTables, groups, withHoles, uniform }: Groups): readonly string[] {
  const rows = groups.map(({ bits, tables, entries, byOneEntry, firstPfn }) => [
    count(tables),
    count(entries),
    count(byOneEntry),
    `0x${firstPfn.toString(16)}`,
    bits.join(', '),
  ]);
  if (withHoles > 0) rows.push([count(withHoles), '-', '-', '-', 'holes: never one page']);
  if (uniform > 0) rows.push([count(uniform), '0', '-', '-', 'nothing: all 512 are equal']);
  if (rows.length === 0) return ['no table of 4K entries'];
  return [
    `${count(pteTables)} tables of 4K entries, by the bits in which entries differ`,
    ...textTable(['tables', 'entries', 'by one', 'first PFN', 'differ in'], rows),
  ];
}

/** Who split what is still in pieces, as lines of plain text; none where no run tells. */
export function standingSplitsText(standing: readonly StandingSplits[]): readonly string[] {
  if (standing.length === 0) return [];
  const rows = standing.map(({ who, firstStep, ...of }) => [count(of['2M']), count(of['1G']), count(firstStep), who]);
  return ['', 'who split what is still in pieces', ...textTable(['2M', '1G', 'since step', 'call'], rows)];
}

/** Which calls of the run name pages of the tables that are in pieces, as lines of plain text; none where there are none. */
export function touchingCallsText(touching: readonly TouchingCalls[]): readonly string[] {
  if (touching.length === 0) return [];
  const rows = touching.map(({ who, tables, firstStep }) => [count(tables), count(firstStep), who]);
  return [
    '',
    'in pieces before the run; its calls on these tables',
    ...textTable(['tables', 'first step', 'call'], rows),
  ];
}

const count = (value: number): string => value.toLocaleString('en-US');
