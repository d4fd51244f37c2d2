import { type Prot, protHex } from '../x86/prot.ts';
import { SET_MEMORY_CALLS, type SetMemoryCall } from '../x86/set-memory.ts';
import { asInteger, asProt, asRecord } from './json-checks.ts';
import { addressText } from './write-direct-map-json.ts';

interface Pages {
  readonly pfn: number;
  readonly pages: number;
}
interface Addresses {
  readonly address: bigint;
  readonly pages: number;
}
interface Owned {
  readonly owner?: (typeof OWNERS)[number];
}

/** An operation on a machine, as the engine takes it. */
export type TracedOperation =
  | ({ readonly kind: 'call'; readonly call: SetMemoryCall } & Pages & Owned)
  | ({ readonly kind: 'at'; readonly call: SetMemoryCall } & Addresses)
  | ({ readonly kind: 'map'; readonly address: bigint; readonly pfns: readonly number[]; readonly prot?: Prot } & Owned)
  | ({ readonly kind: 'unmap' } & Addresses)
  | ({ readonly kind: 'pass'; readonly set: Prot; readonly clear: Prot; readonly caller: string | undefined } & Pages &
      Owned)
  | { readonly kind: 'array'; readonly call: 'uc' | 'wc' | 'wb'; readonly pfns: readonly number[] }
  | ({ readonly kind: 'vmap'; readonly call: SetMemoryCall } & Pages)
  | ({ readonly kind: 'kfence'; readonly present: boolean } & Pages)
  | ({ readonly kind: 'merge' } & Pages)
  | ({ readonly kind: 'allocate' } & Pages)
  | ({ readonly kind: 'free' } & Pages)
  | {
      readonly kind: 'split_mapping';
      readonly mode: 0 | 1 | 2;
      readonly pages: number;
      readonly cpus: number;
      readonly rounds: number;
      readonly seed: number;
    };

type SplitMapping = Extract<TracedOperation, { readonly kind: 'split_mapping' }>;

const OWNERS = ['module', 'bpf', 'driver'] as const;
const ARRAY_CALLS: readonly unknown[] = ['uc', 'wc', 'wb'];
const MOST = Number.MAX_SAFE_INTEGER;
/** More would hold whoever opens the file up. */
const MOST_CPUS = 64;
const MOST_ROUNDS = 100_000;
/** Pages that split_mapping changes at most, those of every CPU in every round counted. */
const MOST_SPLIT_PAGES = 2 ** 16;

/** What an operation of each kind has; with a question mark it may be missing. */
const FIELDS: Readonly<Record<TracedOperation['kind'], readonly string[]>> = {
  call: ['call', 'pfn', 'pages', 'owner?'],
  at: ['call', 'address', 'pages'],
  map: ['address', 'pfns', 'prot?', 'owner?'],
  unmap: ['address', 'pages'],
  pass: ['set', 'clear', 'pfn', 'pages', 'caller?', 'owner?'],
  array: ['call', 'pfns'],
  vmap: ['call', 'pfn', 'pages'],
  kfence: ['present', 'pfn', 'pages'],
  merge: ['pfn', 'pages'],
  allocate: ['pfn', 'pages'],
  free: ['pfn', 'pages'],
  split_mapping: ['mode', 'pages', 'cpus', 'rounds', 'seed'],
};

const asNumber = (value: unknown): number | undefined => asInteger(value, 0, MOST);

/** From JSON; undefined when it is none. */
const READ: Readonly<Record<string, (value: unknown) => unknown>> = {
  pfn: asNumber,
  pages: asNumber,
  mode: (value) => asInteger(value, 0, 2),
  cpus: (value) => asInteger(value, 1, MOST_CPUS),
  rounds: (value) => asInteger(value, 0, MOST_ROUNDS),
  seed: asNumber,
  pfns: (value) =>
    Array.isArray(value) && value.every((item) => asNumber(item) !== undefined) ? (value as number[]) : undefined,
  address: (value) => (typeof value === 'string' && /^0x[0-9a-f]{16}$/.test(value) ? BigInt(value) : undefined),
  call: (value) => SET_MEMORY_CALLS.find((call) => call === value),
  owner: (value) => OWNERS.find((owner) => owner === value),
  caller: (value) => (typeof value === 'string' ? value : undefined),
  present: (value) => (typeof value === 'boolean' ? value : undefined),
  set: asProt,
  clear: asProt,
  prot: asProt,
};

/** An operation from JSON; undefined when it is none that is known, or a field is missing, wrong or too many. */
export function readTracedOperation(value: unknown): TracedOperation | undefined {
  const row = asRecord(value);
  if (row === undefined || typeof row.kind !== 'string' || !Object.hasOwn(FIELDS, row.kind)) return undefined;
  const fields = FIELDS[row.kind as TracedOperation['kind']];
  const operation: Record<string, unknown> = { kind: row.kind };
  for (const field of fields) {
    const name = field.replace('?', '');
    if (field !== name && row[name] === undefined) continue;
    const read = READ[name]?.(row[name]);
    if (read === undefined) return undefined;
    operation[name] = read;
  }
  if (row.kind === 'array' && !ARRAY_CALLS.includes(row.call)) return undefined;
  if (row.kind === 'pass') operation.caller ??= undefined;
  if (row.kind === 'split_mapping' && splitPages(operation as unknown as SplitMapping) > MOST_SPLIT_PAGES)
    return undefined;
  const known = Object.keys(row).every(
    (name) => name === 'kind' || fields.some((field) => field.replace('?', '') === name),
  );
  return known ? (operation as unknown as TracedOperation) : undefined;
}

const splitPages = ({ mode, pages, cpus, rounds }: SplitMapping): number =>
  mode === 1 ? pages * cpus * rounds : pages;

/** An operation for JSON. */
export function tracedOperationRow(operation: TracedOperation): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(operation).map(([name, value]) => [
      name,
      typeof value === 'bigint'
        ? addressText(value)
        : name === 'set' || name === 'clear' || name === 'prot'
          ? protHex(value)
          : value,
    ]),
  );
}
