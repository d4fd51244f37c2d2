import { PFN_LIMIT } from '../x86/page.ts';
import { type Prot, protFromHex } from '../x86/prot.ts';
import { SET_MEMORY_CALLS, type SetMemoryCall } from '../x86/set-memory.ts';
import { type FieldBase, traceField, traceNumber } from './trace-fields.ts';
import type { TraceLine } from './trace-line.ts';

/** One recorded change of page attributes, as its probe saw it. */
export type TraceCall =
  /** A pass of __change_page_attr_set_clr() over one mapping. */
  | (AtAddress & { readonly kind: 'pass'; readonly set: Prot; readonly clear: Prot })
  /** change_page_attr_set_clr(): what a set_memory call asks of CPA; in an array form only the first address is seen. */
  | (AtAddress & { readonly kind: 'request'; readonly set: Prot; readonly clear: Prot; readonly array: boolean })
  /** A set_memory call. */
  | (AtAddress & { readonly kind: 'call'; readonly call: SetMemoryCall })
  /** A set_direct_map call: it takes the struct page of one page. */
  | (Traced & { readonly kind: 'page'; readonly call: SetMemoryCall; readonly pointer: bigint });

/** What every call has. */
interface Traced {
  readonly pid: number;
  /** The kernel function's name. */
  readonly name: string;
}

interface AtAddress extends Traced {
  /** Virtual page (address / 4096). */
  readonly page: number;
  /** Number of 4K pages; 0 is common (empty sections of modules). */
  readonly pages: number;
}

const ADDRESS = ['addr', 'address', 'vaddr', 'start', 'arg1'];
const PAGES = ['numpages', 'nr_pages', 'pages', 'arg2'];
/** CPA_ARRAY and CPA_PAGES_ARRAY: addresses in a list. */
const ARRAY_FLAGS = 2n | 4n;
const DIRECT_MAP_CALLS: Readonly<Record<string, SetMemoryCall>> = {
  set_direct_map_invalid_noflush: 'dm_inval',
  set_direct_map_default_noflush: 'dm_default',
};

/** Reads an event that changes page attributes: the call, undefined for other events, or what is wrong with it. */
export function readTraceCall({ pid, name, rest }: TraceLine): TraceCall | string | undefined {
  const pageCall = DIRECT_MAP_CALLS[name];
  if (pageCall !== undefined) {
    const pointer = number(rest, ['page', 'arg1'], 'hex');
    return typeof pointer === 'string' ? pointer : { kind: 'page', pid, name, call: pageCall, pointer };
  }
  const isPass = name === '__change_page_attr_set_clr';
  const isRequest = name === 'change_page_attr_set_clr';
  const call = callOf(name);
  if (!isPass && !isRequest && call === undefined) return undefined;
  const address = number(rest, ADDRESS, 'hex');
  if (typeof address === 'string') return address;
  const numpages = number(rest, PAGES, 'decimal');
  if (typeof numpages === 'string') return numpages;
  if (numpages > BigInt(PFN_LIMIT)) return `numpages is ${BigInt.asIntN(64, numpages)}, which no call can have`;
  const at = { pid, name, page: Number(address >> 12n), pages: Number(numpages) };
  if (call !== undefined) return { kind: 'call', call, ...at };
  const set = mask(rest, ['mask_set', 'arg3']);
  if (typeof set === 'string') return set;
  const clear = mask(rest, ['mask_clr', 'arg4']);
  if (typeof clear === 'string') return clear;
  if (isPass) return { kind: 'pass', set, clear, ...at };
  const flags = traceField(rest, ['in_flag', 'arg6']);
  const array = ((flags && traceNumber(flags, 'hex')) || 0n) & ARRAY_FLAGS;
  return { kind: 'request', set, clear, array: array !== 0n, ...at };
}

function callOf(name: string): SetMemoryCall | undefined {
  const call = name.startsWith('set_memory_') ? name.slice(11) : name.startsWith('_set_memory_') ? name.slice(12) : '';
  const wanted = name.startsWith('_') && call === 'wb' ? '_wb' : call;
  return SET_MEMORY_CALLS.find((known) => known === wanted && !known.startsWith('dm_'));
}

function mask(rest: string, names: readonly string[]): Prot | string {
  const value = number(rest, names, 'hex');
  if (typeof value === 'string') return value;
  const prot = protFromHex(value.toString(16));
  return prot ?? `${names[0]} is no mask of entry bits`;
}

function number(rest: string, names: readonly string[], base: FieldBase): bigint | string {
  const text = traceField(rest, names);
  if (text === undefined) return `it has no "${names[0]}="`;
  return traceNumber(text, base) ?? `${names[0]} is "${text.slice(0, 40)}", which is no number`;
}
