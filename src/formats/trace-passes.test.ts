import { describe, expect, it } from 'vitest';
import { fixtureBytes, fixtureText } from '../testing/fixture-bytes.ts';
import { BOOT_4K, NX, RW } from '../x86/prot.ts';
import { readDmapEvents } from './dmap-events.ts';
import { InfoTlbRunColumns, mappedPieces } from './info-tlb-runs.ts';
import { addressesElsewhere, resolveTrace, type TracePlace } from './trace-passes.ts';
import { type TraceText, TraceTextReader } from './trace-text.ts';

function read(bytes: Uint8Array, chunkBytes = 10_007): TraceText {
  const reader = new TraceTextReader('trace.txt');
  for (let from = 0; from < bytes.length; from += chunkBytes) reader.push(bytes.subarray(from, from + chunkBytes));
  const trace = reader.end();
  if (!trace.ok) throw new Error(JSON.stringify(trace.problem));
  return trace.value;
}

const MODULE = 0xffffffffa0205;
const MAPPING = new InfoTlbRunColumns();
for (const [i, at] of [0x100, 0x101, 0x500].entries()) MAPPING.append(MODULE + i, at, BOOT_4K, 1);
const PLACE: TracePlace = {
  directMapBase: 0xffff888000000000n,
  pagingLevels: 4,
  endPfn: 0x240000,
  mapped: (page, pages) => mappedPieces(MAPPING, page, pages),
};
const resolve = (text: string, place = PLACE) => resolveTrace(read(Buffer.from(text)), place);
const line = (event: string): string => `  a b-c-12  [001] d.Z..  8.25: ${event}\n`;
const call = (name: string, address: string, pages: number): string =>
  line(`${name}: (${name}+0x0/0x19) addr=${address} numpages=${pages}`);

describe('a trace on a machine', () => {
  it.each(['K1/frag', 'K2/frag', 'K1/default', 'K2/default'])(
    '[TRACE-1] %s: the passes are those that were decoded independently',
    (guest) => {
      const trace = read(fixtureBytes(`captures/${guest}/trace_pipe.txt.gz`));
      const decoded = readDmapEvents('events', fixtureText(`captures/${guest}/dmap-events.jsonl.gz`));
      if (!decoded.ok) throw new Error(decoded.problem.title);
      const { operations, marks, warnings, unresolved } = resolveTrace(trace, PLACE);
      expect(operations).toEqual(decoded.value.passes.map((pass) => ({ kind: 'pass', ...pass })));
      expect([marks, warnings, unresolved]).toEqual([decoded.value.marks, [], 0]);
    },
  );

  it('[TRACE-5] calls at module addresses go through the mapping of the dump', () => {
    const resolved = resolve(call('set_memory_ro', '0xffffffffa0205000', 3));
    expect(resolved.operations).toEqual([
      { kind: 'vmap', call: 'ro', pfn: 0x100, pages: 2 },
      { kind: 'vmap', call: 'ro', pfn: 0x500, pages: 1 },
    ]);
    expect(resolved.warnings).toEqual([
      expect.stringContaining('1 recorded calls on other addresses than the direct map were brought to it'),
    ]);
  });

  it('[TRACE-5] masks that were asked for are made page by page, without NX', () => {
    const request = (clear: string): string =>
      line(
        `change_page_attr_set_clr: (change_page_attr_set_clr+0x0/0x231) addr=0xffffffffa0205000 numpages=2 mask_set=0x0 mask_clr=${clear} force_split=0 in_flag=0x0`,
      );
    const { operations } = resolve(request('0x8000000000000002') + request('0x8000000000000000'));
    const pass = { kind: 'pass', pages: 1, set: 0, clear: RW, caller: 'change_page_attr_set_clr' };
    expect(operations).toEqual([
      { ...pass, pfn: 0x100 },
      { ...pass, pfn: 0x101 },
    ]);
    expect(RW & NX).toBe(0);
  });

  it('[TRACE-6] of an image is asked what a call is on: with KASLR the vmalloc area may lie in the room of the direct map', () => {
    const place = { ...PLACE, directMapBase: 0xffff9b4fc0000000n };
    const text = ['0xffffa8c980000000', '0xffff9b4fc0001000', '0xffffffffc0205000', '0xffff9b51fffff000']
      .map((address) => call('set_memory_ro', address, 2))
      .join('');
    expect(addressesElsewhere(read(Buffer.from(text)), place)).toEqual([
      { page: 0xffffa8c980000, endPage: 0xffffa8c980002 },
      { page: 0xffffffffc0205, endPage: 0xffffffffc0207 },
    ]);
  });

  it('[TRACE-5] struct pages are found without KASLR, and counted with it', () => {
    const text = line(
      'set_direct_map_invalid_noflush: (set_direct_map_invalid_noflush+0x0/0x70) page=0xffffea0000004040',
    );
    expect(resolve(text).operations).toEqual([{ kind: 'call', call: 'dm_inval', pfn: 0x101, pages: 1 }]);
    const kaslr = resolve(text, { ...PLACE, directMapBase: 0xffff9a0000000000n });
    expect([kaslr.operations, kaslr.unresolved]).toEqual([[], 1]);
    expect(kaslr.warnings[0]).toContain('1 set_direct_map calls are left out');
  });

  it('[TRACE-5] what cannot be resolved is counted and said', () => {
    const { operations, unresolved, warnings } = resolve(
      call('set_memory_ro', '0xffffffffa0300000', 1) +
        call('set_memory_x', '0xffffffffa0207000', 2) +
        call('set_memory_rw', '0xffff8882ffffff000', 1).replace('fff000', '000') +
        call('set_memory_nx', '0xffff888000200000', 512) +
        call('set_memory_ro', '0xffff888fff000000', 1),
    );
    expect(operations).toEqual([
      { kind: 'vmap', call: 'x', pfn: 0x500, pages: 1 },
      { kind: 'call', call: 'nx', pfn: 0x200, pages: 512 },
    ]);
    expect([unresolved, warnings.length]).toEqual([4, 3]);
  });

  it('[TRACE-5] calls that change more pages at other addresses than any workload are left out, and said', () => {
    const many = { ...PLACE, mapped: () => [{ pfn: 0, pages: 2 ** 21 }] };
    const { operations, unresolved, warnings } = resolve(call('set_memory_ro', '0xffffffffa0205000', 2 ** 21).repeat(9), many); // biome-ignore format: one line
    expect([operations.length, unresolved, warnings.some((text) => text.startsWith('7 recorded calls'))]).toEqual([2, 7, true]); // biome-ignore format: one line
  });

  it('[TRACE-5] calls on no pages do nothing', () => {
    expect(resolve(call('set_memory_ro', '0xffffffffa0300000', 0))).toEqual({
      operations: [],
      marks: [],
      warnings: [],
      unresolved: 0,
    });
  });
});
