/** What can be opened as a machine or as its run, by the words of those who have such a file. */
export const OPENED_FORMATS = [
  { what: 'Page-table dump', files: '/sys/kernel/debug/page_tables/kernel' },
  { what: 'QEMU monitor', files: 'info tlb' },
  { what: 'Memory image', files: 'dump-guest-memory, vmcore, kdump, pmemsave with CR3' },
  { what: 'Direct map, run by run', files: 'direct-map.json' },
  { what: 'Run that was saved here', files: '*.run.jsonl' },
] as const;

/** What is opened together with one of these, of the same machine. */
export const OPENED_BESIDE = '/proc/meminfo, vmstat, iomem, info mem, a trace';
