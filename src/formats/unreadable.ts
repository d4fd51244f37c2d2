import { withCommas } from './excerpt.ts';
import type { Problem } from './problem.ts';

/** A browser's errors for a file that was moved, written to or removed after it was chosen. */
const GONE = /^Not(?:Found|Readable)Error$/;

/** The message for a file whose bytes cannot be had any more, after `bytesRead` of them where that is known. */
export function unreadable(name: string, error: unknown, bytesRead?: number): Problem {
  const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
  const gone = error instanceof Error && GONE.test(error.name);
  const after = bytesRead === undefined ? 'Reading' : `After ${withCommas(bytesRead)} bytes (unpacked) reading`;
  return {
    title: `${name} cannot be read to its end`,
    detail: `${after} failed: ${reason}. ${gone ? 'It was moved, changed or removed after it had been chosen.' : 'A packed file that was cut short looks like this.'}`,
    excerpt: [],
    remedy: gone ? 'Choose it again.' : 'Copy the file again, whole, or unpack it first.',
  };
}
