import type { Operation } from '../engine/index.ts';
import type { GoldenHeader, GoldenOperation } from '../formats/golden-trace.ts';
import { SET_MEMORY_CALLS, type SetMemoryCall } from '../x86/set-memory.ts';

/** What the driver that made the recordings does itself: it checks the window first, then the operation's name. */
export const ERANGE = -34;
export const EOPNOTSUPP = -95;

const isCall = (name: string): name is SetMemoryCall => (SET_MEMORY_CALLS as readonly string[]).includes(name);
const isArrayCall = (name: string): name is 'uc' | 'wc' | 'wb' => name === 'uc' || name === 'wc' || name === 'wb';
const VMAP_CALLS: readonly string[] = ['ro', 'rw', 'x', 'nx', 'rox'];

/** The engine's operation for a recorded one, or the error that the driver answers without calling the kernel. */
export function traceOperation(header: GoldenHeader, { index, op, target }: GoldenOperation): Operation | number {
  if (target.kind === 'split_mapping') return splitMapping(header, index, target);
  if (target.start + target.pages > header.windowPages) return ERANGE;
  const range = { pfn: header.windowPfn + target.start, pages: target.pages };
  if (isCall(op)) return { kind: 'call', call: op, ...range };
  if (op === 'kfence_np' || op === 'kfence_p') return { kind: 'kfence', present: op === 'kfence_p', ...range };
  const array = op.startsWith('a_') ? op.slice(2) : '';
  if (isArrayCall(array)) {
    const pfns = Array.from({ length: range.pages }, (_, i) => range.pfn + i);
    return { kind: 'array', call: array, pfns };
  }
  const vmap = op.startsWith('v') ? op.slice(1) : '';
  if (VMAP_CALLS.includes(vmap) && isCall(vmap)) return { kind: 'vmap', call: vmap, ...range };
  return EOPNOTSUPP;
}

/** An engine has no clock: in mode 1 each CPU goes round once for so many milliseconds. */
const MS_A_ROUND = 10;
/** Pages of all rounds of all CPUs: what is compared does not depend on more of them. */
const MOST_PAGES = 2 ** 13;
const EINVAL = -22;

/** The test interface refuses a mode that it does not have. */
function splitMapping(
  { cpus }: GoldenHeader,
  seed: number,
  { mode, pages, milliseconds }: Extract<GoldenOperation['target'], { readonly kind: 'split_mapping' }>,
): Operation | number {
  if (mode !== 0 && mode !== 1 && mode !== 2) return EINVAL;
  const most = Math.max(1, Math.floor(MOST_PAGES / (Math.max(1, pages) * cpus)));
  const rounds = Math.min(Math.ceil(milliseconds / MS_A_ROUND), most);
  return { kind: 'split_mapping', mode, pages, cpus, rounds, seed };
}
