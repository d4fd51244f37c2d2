import { withCommas } from './excerpt.ts';
import { mailLine } from './mail-line.ts';
import { bad, good, type Read } from './problem.ts';
import type { TextFile } from './text-file.ts';

/** What /proc/vmstat counts of the direct map, since the system was running. */
export interface Vmstat {
  /** Splits of 2M and of 1G pages. */
  readonly splits2m: number;
  readonly splits1g: number;
  /** Pages made large again; undefined: this kernel does not count them. The RFC and mainline number the lines differently. */
  readonly made2m: number | undefined;
  readonly made1g: number | undefined;
}

/** Reads the direct_map lines of /proc/vmstat; other lines do not matter. */
export function readVmstat(name: string, file: TextFile): Read<Vmstat> {
  const values = new Map<string, number>();
  for (const [index, raw] of file.lines.entries()) {
    const { text } = mailLine(raw);
    const line = /^\s*(direct_map_\w+)(?:\s+(.*))?$/.exec(text);
    if (line === null) continue;
    const [, key = '', value = ''] = line;
    if (!/^\d{1,15}$/.test(value) || values.has(key))
      return bad({
        title: `${name} cannot be read at line ${withCommas(index + 1)}`,
        detail: `A line of /proc/vmstat is a name and a number. This one has ${values.has(key) ? 'a name that was there before' : 'no number'}.`,
        excerpt: [{ line: index + 1, text: text.slice(0, 120), fault: true }],
        remedy: 'Copy it again, whole: `cat /proc/vmstat > vmstat.txt`.',
      });
    values.set(key, Number(value));
  }
  const splits2m = values.get('direct_map_level2_splits');
  const splits1g = values.get('direct_map_level3_splits');
  if (splits2m === undefined || splits1g === undefined)
    return bad({
      title: `${name} does not count splits`,
      detail: `/proc/vmstat of x86-64 has direct_map_level2_splits and direct_map_level3_splits since Linux 5.13. Among its ${withCommas(file.lines.length)} whole lines ${splits2m === undefined ? 'the first' : 'the second'} is missing.${file.rest() === '' ? '' : ' The last line has no line end, so it may be cut: it is left out.'}`,
      excerpt: [],
      remedy: 'Copy it again, whole: `cat /proc/vmstat > vmstat.txt`.',
    });
  return good({
    splits2m,
    splits1g,
    made2m: values.get('direct_map_level1_merges') ?? values.get('direct_map_level2_collapses'),
    made1g: values.has('direct_map_level1_merges')
      ? values.get('direct_map_level2_merges')
      : values.get('direct_map_level3_collapses'),
  });
}
