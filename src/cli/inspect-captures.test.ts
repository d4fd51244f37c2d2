import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureText } from '../testing/fixture-bytes.ts';
import { ROOT } from '../testing/project-files.ts';
import { inspectCommand } from './inspect-command.ts';

/** What a capture holds, counted line by line by nothing that the program uses. */
interface Counted {
  readonly leaves: { '4K': number; '2M': number; '1G': number };
  readonly startVa: string;
  wxPages: number;
  readonly splits: number;
  readonly withHoles: number;
}

const BASE = 0xffff888000000000n;
const SIZES = { '4K': 4096n, '2M': 2n ** 21n, '1G': 2n ** 30n } as const;
type Size = keyof typeof SIZES;

class Counter {
  readonly leaves = { '4K': 0, '2M': 0, '1G': 0 };
  wxPages = 0;
  readonly #small = new Map<bigint, number>();

  take(from: bigint, to: bigint, size: Size, writableExecutable: boolean): void {
    this.leaves[size] += Number((to - from) / SIZES[size]);
    if (writableExecutable) this.wxPages += Number((to - from) / 4096n);
    if (size !== '4K') return;
    for (let at = from; at < to; at += 4096n) this.#small.set(at >> 21n, (this.#small.get(at >> 21n) ?? 0) + 1);
  }

  counted(startVa: bigint): Counted {
    const full = [...this.#small.values()].filter((pages) => pages === 512).length;
    const { leaves, wxPages } = this;
    return {
      ...{ leaves, wxPages, startVa: `0x${startVa.toString(16)}` },
      ...{ splits: this.#small.size, withHoles: this.#small.size - full },
    };
  }
}

function countPtdump(text: string): Counted {
  const [, after = ''] = text.split('---[ Low Kernel Mapping ]---\n');
  const counter = new Counter();
  let startVa: bigint | undefined;
  for (const line of (after.split('---[')[0] ?? '').trimEnd().split('\n')) {
    const [, from = '', to = '', flags = '', level = ''] =
      /^0x(\w+)-0x(\w+) +\d+[KMGTP] (.*)(pte|pmd|pud|pgd)$/.exec(line) ?? [];
    if (flags.trim() === '') continue;
    startVa ??= BigInt(`0x${from}`);
    const size = ({ pte: '4K', pmd: '2M', pud: '1G' } as const)[level as 'pte'];
    counter.take(BigInt(`0x${from}`), BigInt(`0x${to}`), size, /\bRW\b/.test(flags) && /\bx\b/.test(flags));
  }
  return counter.counted(startVa ?? 0n);
}

/** Of these machines the 1G pages lie on GiB boundaries, and the next entry a GiB on or more. */
function countInfoTlb(text: string): Counted {
  const counter = new Counter();
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => [BigInt(`0x${line.slice(0, 16)}`), BigInt(`0x${line.slice(18, 34)}`), line.slice(35, 44)] as const)
    .filter(([virtual, physical]) => virtual - physical === BASE);
  for (const [i, [at, , flags]] of lines.entries()) {
    const room = (lines[i + 1]?.[0] ?? 2n ** 64n) - at;
    const size = flags[2] !== 'P' ? '4K' : at % SIZES['1G'] === 0n && room >= SIZES['1G'] ? '1G' : '2M';
    counter.take(at, at + SIZES[size], size, flags[0] !== 'X' && flags[8] === 'W');
  }
  return counter.counted(lines[0]?.[0] ?? 0n);
}

function countWalk(text: string): Counted {
  const counter = new Counter();
  const leaves: readonly [string, Size, string][] = JSON.parse(text).direct_map_leaves;
  for (const [address, size, entry] of leaves) {
    const bits = BigInt(entry);
    counter.take(BigInt(address), BigInt(address) + SIZES[size], size, (bits & 2n) !== 0n && bits >> 63n === 0n);
  }
  return counter.counted(BigInt(leaves[0]?.[0] ?? 0));
}

const DUMPS = [
  ...[
    ['K1/frag', 'after'],
    ['K2/frag', 'end'],
    ['K1/default', 'before'],
  ].flatMap(([guest, stage]) => {
    const packed = stage === 'after' ? '.gz' : '';
    const [dump, tlb] = [`${guest}/${stage}.ptdump-kernel${packed}`, `${guest}/${stage}.qemu-info-tlb.txt.gz`];
    const json = `${guest}/direct-map.${stage}.json`;
    return [[dump, countPtdump, dump], [tlb, countInfoTlb, tlb], [json, countInfoTlb, tlb]] as const; // biome-ignore format: short
  }),
  ['K2/image-192M/phys-pagetables-only.elf.gz', countWalk, 'K2/image-192M/walk.json.gz'],
] as const;

describe('inspect --json', () => {
  it.each(DUMPS)('[DIAG-12] %s: the numbers are those counted line by line', async (file, count, source) => {
    const lines: string[] = [];
    const path = join(ROOT, 'fixtures/captures', file);
    expect(await inspectCommand(['--json', path], { out: (line) => lines.push(line), err: fail })).toBe(0);
    const { directMap, wxPages, splitTables } = JSON.parse(lines[0] ?? '');
    const { leaves, startVa } = directMap;
    const { all: splits, withHoles } = splitTables;
    expect({ leaves, startVa, wxPages, splits, withHoles }).toEqual(count(fixtureText(`captures/${source}`)));
  });
});

function fail(text: string): never {
  throw new Error(text);
}
