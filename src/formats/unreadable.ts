import { withCommas } from './excerpt.ts';
import type { Problem } from './problem.ts';

/** The message for a file whose bytes cannot be had any more, after `bytesRead` of them where that is known. */
export function unreadable(name: string, error: unknown, bytesRead?: number): Problem {
  const reason = error instanceof Error ? error.message : String(error);
  const after = bytesRead === undefined ? 'Reading' : `After ${withCommas(bytesRead)} bytes (unpacked) reading`;
  return {
    title: `${name} cannot be read to its end`,
    detail: `${after} failed: ${reason}. A packed file that was cut short looks like this.`,
    excerpt: [],
    remedy: 'Copy the file again, whole, or unpack it first.',
  };
}
