import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FnvHash } from './fnv-hash.ts';

/** FNV-1a as its authors write it down, in big integers. */
function fnv1a(values: readonly number[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const value of values)
    for (let byte = 0n; byte < 8n; byte++)
      hash = BigInt.asUintN(64, (hash ^ ((BigInt(value) >> (8n * byte)) & 255n)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}

it('[RUN-13] the hash is FNV-1a with 64 bits', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.nat(600)), { maxLength: 20 }), (values) => {
      const hash = new FnvHash();
      for (const value of values) hash.add(value);
      expect(hash.hex).toBe(fnv1a(values));
    }),
  );
});
