import type { NumberSpace, Search } from '../../store/read-search.ts';
import { levelName } from '../../x86/page.ts';
import type { Found } from '../data.ts';
import { OWNERS } from '../owners.ts';
import { PROTECTIONS } from '../protections.ts';
import { pfnText } from './address-text.ts';
import { countText } from './number-text.ts';
import { regionName } from './region-name.ts';

/** A way to understand a search, as the list shows it. */
export interface SearchText {
  readonly title: string;
  readonly detail: string;
}

const SPACE: Readonly<Record<NumberSpace, string>> = {
  pfn: 'as PFN',
  physical: 'as physical address',
  virtual: 'as virtual address',
};

/** What a way to understand a search is called. */
export function searchText(search: Search): SearchText {
  if (search.kind === 'page') return { title: `Page ${pfnText(search.pfn)}`, detail: SPACE[search.as] };
  if (search.kind === 'gib') return { title: `GiB ${search.gib}`, detail: 'of physical addresses' };
  if (search.kind === 'outside') return { title: 'Not in this machine', detail: 'beyond its direct map' };
  const { query } = search;
  if (query.kind === 'address')
    return { title: `The page at ${query.address}`, detail: 'of vmalloc, modules or image' };
  if (query.kind === 'size') return { title: `${levelName(query.level)} pages`, detail: 'next region' };
  if (query.kind === 'state') {
    const label = PROTECTIONS.find(({ state }) => state === query.state)?.label ?? '';
    return { title: label, detail: 'next region' };
  }
  if (query.kind === 'owner') {
    const label = OWNERS.find(({ owner }) => owner === query.owner)?.label ?? '';
    return { title: label, detail: 'next pages they have' };
  }
  if (query.entries === 0) return { title: 'Table of 512 equal entries', detail: 'next table' };
  return {
    title: `Table with ${countText(query.entries, 'entry', 'entries')} missing to a merge`,
    detail: 'next table',
  };
}

/** What was found: "page at 0xa9fc4000: 12 pages, Read-only, RO + NX". */
export function foundText(search: Search & { kind: 'find' }, { region, pages }: Found): string {
  const name = regionName(region);
  const { query } = search;
  if (query.kind === 'address') return `${query.address} maps the ${name}`;
  if (query.kind !== 'differing') return `${name}: ${countText(pages, 'page')} of 4K, ${searchText(search).title}`;
  const differ = query.entries === 1 ? '1 entry differs' : `${query.entries} entries differ`;
  return `Table of ${name}: ${differ}`;
}

/** What is said when nothing was found. */
export const nothingText = (search: Search & { kind: 'find' }): string =>
  search.query.kind === 'address'
    ? `No page is known at ${search.query.address}.`
    : `Nothing found: ${searchText(search).title}.`;
