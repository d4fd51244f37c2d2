import { expect, it } from 'vitest';
import { machine } from '../testing/columns.ts';
import { PageOwner } from '../x86/page-owner.ts';
import { PageState } from '../x86/page-state.ts';
import { readSearch } from './read-search.ts';

const info = machine('9G').info();
const read = (text: string) => readSearch(text, info);
const state = (name: keyof typeof PageState) => ({ kind: 'find', query: { kind: 'state', state: PageState[name] } });

it('[SEARCH-1] a number is a PFN, a physical or a virtual address, whichever is in the machine', () => {
  const page = { kind: 'page', pfn: 0xa9fc4 };
  expect(read('0xa9fc4')[0]).toEqual({ ...page, as: 'pfn' });
  expect(read('a9fc4')[0]).toEqual({ ...page, as: 'pfn' });
  expect(read(' 696260 ')).toEqual([
    { ...page, as: 'pfn' },
    { kind: 'page', as: 'physical', pfn: 0xa9 },
  ]);
  expect(read('0xa9fc4123')).toEqual([{ ...page, as: 'physical' }]);
  expect(read('ffff8880_a9fc4fff')).toEqual([{ ...page, as: 'virtual' }]);
  expect(read('GiB 5')).toEqual([{ kind: 'gib', gib: 5 }]);
  expect(read('5 gib')).toEqual([{ kind: 'gib', gib: 5 }]);
});

it('[SEARCH-2] an address that is not in the machine is said to be outside', () => {
  const elsewhere = (address: string) => [{ kind: 'find', query: { kind: 'address', address } }];
  for (const address of ['0xffffffff81000000', '0xffffffffa06fa000', '0xffffc90000000000'])
    expect(read(address)).toEqual(elsewhere(address));
  for (const text of ['0x7fffffffffff', '0x10000000000000', '99 GiB', '0x8000000000000'])
    expect(read(text), text).toEqual([{ kind: 'outside' }]);
});

it('[SEARCH-3] protections, sizes and tables are found by the words that one says', () => {
  expect(read('ro')[0]).toEqual(state('ro'));
  expect(read('read-only')).toEqual([state('ro')]);
  expect(read('next not present page')).toEqual([state('np')]);
  expect(read('W+X')).toEqual([state('rwx')]);
  expect(read('write combining')).toEqual([state('wc')]);
  expect(read('next 4K region')).toEqual([{ kind: 'find', query: { kind: 'size', level: 1 } }]);
  expect(read('next 1G page')).toEqual([{ kind: 'find', query: { kind: 'size', level: 3 } }]);
  for (const text of ['2 missing', 'waits for 2', 'next table with 2 entries missing to a merge'])
    expect(read(text), text).toEqual([{ kind: 'find', query: { kind: 'differing', entries: 2 } }]);
  expect(read('no such thing')).toEqual([]);
  expect(read('513 missing')).toEqual([]);
});

it('[SEARCH-6] an owner is found by its name', () => {
  const owner = (name: keyof typeof PageOwner) => ({ kind: 'find', query: { kind: 'owner', owner: PageOwner[name] } });
  expect(read('owner:bpf')).toEqual([owner('bpf')]);
  expect(read('bpf')).toEqual([owner('bpf')]);
  expect(read('next module page')).toEqual([owner('module')]);
  expect(read('owner')).toHaveLength(7);
  expect(read('free')).toEqual([owner('free')]);
});

it('[SEARCH-4] an empty search offers all that needs no number', () => {
  expect(read('')).toHaveLength(20);
});
