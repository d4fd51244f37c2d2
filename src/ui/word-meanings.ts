/** Words of the screen that not everybody knows, as docs/glossary.md explains them. */
export const WORD_MEANINGS: Readonly<Record<string, string>> = {
  'Direct map': "The kernel's mapping of all physical memory at one fixed offset.",
  PFN: 'Page frame number: the physical address divided by 4096.',
  Table: '512 entries in one page of memory. A PTE table maps 2M in pages of 4K, a PMD table 1G in pages of 2M.',
  CPA: 'Change page attribute: the code of the kernel behind all set_memory calls.',
  Split: 'A large page becomes a table of 512 smaller ones, because only a part of it is to change.',
  'Merge, collapse': "512 equal pages become one again: merge is the RFC's word, collapse that of Linux 6.15.",
  same_prot: 'Under the RFC the bits that the entries of a split table had; nr_same_prot counts those that still do.',
  PRESENT: 'The page can be accessed.',
  RW: 'The page can be written. Without it the page is read-only.',
  NX: 'The page cannot be executed.',
  GLOBAL:
    'The TLB keeps the entry when the address space changes. A page that is made not present loses it, and without patch 1 of the RFC never gets it back.',
  PWT: 'With PCD and PAT the cache mode: write back, write combining, uncached.',
  PCD: 'With PWT and PAT the cache mode: write back, write combining, uncached.',
  PAT: 'With PWT and PCD the cache mode: write back, write combining, uncached.',
  'W+X': 'Writable and executable: what code injection needs. No page should be.',
  'TLB reach': 'Memory whose addresses the TLB holds at once. Here a model: every page used alike, on Skylake-SP.',
};
