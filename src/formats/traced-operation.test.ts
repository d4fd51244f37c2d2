import { describe, expect, it } from 'vitest';
import type { Prot } from '../x86/prot.ts';
import { readTracedOperation, type TracedOperation, tracedOperationRow } from './traced-operation.ts';

const ALL: readonly TracedOperation[] = [
  { kind: 'call', call: 'rox', pfn: 5, pages: 2, owner: 'bpf' },
  { kind: 'at', call: 'x', address: 0xffffffffa0000000n, pages: 3 },
  { kind: 'map', address: 0xffffc90000000000n, pfns: [7, 3], prot: 0x163 as Prot, owner: 'module' },
  { kind: 'unmap', address: 0xffffc90000000000n, pages: 2 },
  { kind: 'pass', set: 2 as Prot, clear: 0x1000000 as Prot, pfn: 9, pages: 1, caller: undefined },
  { kind: 'pass', set: 0 as Prot, clear: 2 as Prot, pfn: 9, pages: 1, caller: 'set_memory_ro' },
  { kind: 'array', call: 'wc', pfns: [1, 2, 2 ** 33] },
  { kind: 'vmap', call: 'ro', pfn: 1, pages: 1 },
  { kind: 'kfence', present: false, pfn: 1, pages: 1 },
  { kind: 'merge', pfn: 0, pages: 0 },
  { kind: 'allocate', pfn: 1, pages: 1 },
  { kind: 'free', pfn: 1, pages: 1 },
  { kind: 'split_mapping', mode: 1, pages: 8, cpus: 2, rounds: 3, seed: 7 },
];

describe('operations as JSON', () => {
  it.each(ALL)('[WRITE-4] $kind is read back', (operation) => {
    const row = JSON.parse(JSON.stringify(tracedOperationRow(operation)));
    expect(readTracedOperation(row)).toEqual(operation);
  });

  it.each(ALL)('[WRITE-5] $kind with a field that is missing, wrong or unknown is none', (operation) => {
    const row = JSON.parse(JSON.stringify(tracedOperationRow(operation)));
    expect(readTracedOperation({ ...row, more: 1 })).toBeUndefined();
    for (const name of Object.keys(row)) {
      expect(readTracedOperation({ ...row, [name]: { no: 1 } })).toBeUndefined();
      if (!['owner', 'caller', 'prot'].includes(name))
        expect(readTracedOperation({ ...row, [name]: undefined })).toBeUndefined();
    }
  });

  it('[HOSTILE-4] split_mapping of more pages than anybody waits for is none', () => {
    const race = { kind: 'split_mapping', mode: 1, pages: 64, cpus: 64, rounds: 16, seed: 1 };
    expect(readTracedOperation(race)).toEqual(race);
    expect(readTracedOperation({ ...race, rounds: 17 })).toBeUndefined();
    expect(readTracedOperation({ ...race, mode: 0, pages: 65_536, rounds: 100 })).toBeDefined();
    expect(readTracedOperation({ ...race, mode: 2, pages: 65_537 })).toBeUndefined();
  });

  it.each([undefined, null, 7, 'ro', [], {}, { kind: 'toString' }])('%j is none', (value) =>
    expect(readTracedOperation(value)).toBeUndefined(),
  );
});
