import type { Pfn } from '../x86/page.ts';
import { asPfn, asRecord } from './json-checks.ts';
import { parseJsonText } from './json-text.ts';
import { bad, good, type Read } from './problem.ts';

/**
 * Reads `untraced-ro.json` of the captures: pages of the direct map that became read-only after the snapshot
 * "before" and before the tracing began. Each is a pass of one page that clears RW, ahead of the recorded ones.
 */
export function readUntracedJson(name: string, text: string): Read<readonly Pfn[]> {
  const parsed = parseJsonText(name, text, 'a list of pages made read-only before tracing');
  if (!parsed.ok) return parsed;
  const list = asRecord(parsed.value)?.pfns_made_ro_before_tracing;
  const pfns = Array.isArray(list) ? list.map(asPfn) : undefined;
  if (pfns === undefined || pfns.includes(undefined))
    return bad({
      title: `${name} is not a list of untraced pages`,
      detail: 'Expected a JSON object with "pfns_made_ro_before_tracing", a list of page frame numbers.',
      excerpt: [],
      remedy: 'Open the untraced-ro.json that was recorded beside the events.',
    });
  return good(pfns as Pfn[]);
}
