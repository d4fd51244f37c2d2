import { bitNames, protFromEntry } from '../../x86/prot.ts';
import type { WalkEntry } from '../data.ts';
import { shortBit } from './short-bit.ts';

/** Names of the bits that are set in an entry of a walk: "table, P RW A D"; "empty" for none. */
export function walkBits({ level, entry, kind }: WalkEntry): string {
  if (kind === 'empty') return 'empty';
  if (entry === undefined) return kind;
  const large = level !== 'PTE' && kind === 'leaf';
  const prot = protFromEntry(Number.parseInt(entry.slice(8), 16), Number.parseInt(entry.slice(0, 8), 16), large);
  const names = bitNames(prot, level === 'PTE' ? 1 : 2).map(shortBit);
  return `${kind === 'table' ? 'table, ' : ''}${names.join(' ')}`;
}
