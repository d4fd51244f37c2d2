import fc from 'fast-check';
import type { MachineSpec, Operation } from '../engine/index.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { D, G, NX, P, type Prot, RW } from '../x86/prot.ts';
import { type PolicyChoice, SET_MEMORY_CALLS } from '../x86/set-memory.ts';

/** Every policy, with and without patch 1 where it has it. */
export const CHOICES: readonly PolicyChoice[] = [
  { policy: 'none', globalFix: false },
  { policy: 'rfc-merge', globalFix: true },
  { policy: 'rfc-merge', globalFix: false },
  { policy: 'collapse', globalFix: false },
  { policy: 'collapse-on-free', globalFix: true },
  { policy: 'batched', globalFix: true },
  { policy: 'batched', globalFix: false },
];

/** First page after the last of these machines. */
export const END = 2 * PAGES_1G + 3 * PAGES_2M + 5;

/** Small machines: with holes, with and without 1G pages, of 4 and 5 levels. */
export const machines: fc.Arbitrary<MachineSpec> = fc.record({
  ram: fc.constantFrom(
    [
      { firstPfn: 1, endPfn: 0x9f },
      { firstPfn: 0x100, endPfn: END },
    ],
    [
      { firstPfn: 0, endPfn: PAGES_1G - 7 },
      { firstPfn: PAGES_1G - 3, endPfn: PAGES_1G },
      { firstPfn: PAGES_1G, endPfn: END },
    ],
    [
      { firstPfn: 0, endPfn: PAGES_1G + 512 },
      { firstPfn: PAGES_1G + 1024, endPfn: 2 * PAGES_1G - 512 },
      { firstPfn: 2 * PAGES_1G, endPfn: END },
    ],
  ),
  gbPages: fc.constantFrom(true, true, false),
  pagingLevels: fc.constantFrom(4 as const, 4 as const, 5 as const),
});

type Call = (typeof SET_MEMORY_CALLS)[number];

/** Ranges around few places, so that operations meet. */
const ranges = fc
  .tuple(
    fc.constantFrom(PAGES_1G, PAGES_1G, PAGES_1G + 512, 2 * PAGES_1G - 512, 2 * PAGES_1G, 0, 150, END - 3, END),
    fc.constantFrom(0, 0, 0, 1, 2, 511),
    fc.constantFrom(1, 1, 1, 1, 2, 33, 34, 511, 512, 512, 513, 1024, 0),
  )
  .map(([place, offset, pages]) => ({ pfn: place + offset, pages }));
const wholeGib = fc.constant({ pfn: PAGES_1G, pages: PAGES_1G });
const masks = fc.constantFrom(0, RW, P, NX, P | RW, G, D) as fc.Arbitrary<Prot>;

const kinds = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('call' as const), call: fc.constantFrom(...SET_MEMORY_CALLS) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'merge' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('vmap' as const),
      call: fc.constantFrom<Call>('ro', 'rw', 'x', 'nx', 'rox'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kfence' as const), present: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      set: masks,
      clear: masks,
      caller: fc.constant(undefined),
    }),
  },
);

/** Calls that undo each other, so that tables become whole again. */
const thereAndBack = fc.constantFrom<readonly Call[]>(
  ['ro', 'rw'],
  ['np', 'p'],
  ['np', 'p', 'global'],
  ['x', 'nx'],
  ['uc', 'wb'],
  ['dm_inval', 'dm_default'],
);

/** A few operations of every kind but those of the page allocator: they meet others, and undo each other. */
export const stories: fc.Arbitrary<readonly Operation[]> = fc.oneof(
  { weight: 10, arbitrary: fc.tuple(kinds, ranges).map(([kind, range]) => [{ ...kind, ...range }]) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(thereAndBack, ranges, fc.boolean())
      .map(([calls, range, demand]) => [
        ...calls.map((call) => ({ kind: 'call' as const, call, ...range })),
        ...(demand ? [{ kind: 'merge' as const, ...range }] : []),
      ]),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(ranges, wholeGib, fc.constantFrom<Call>('rox', 'rox', 'rw')).map(([range, gib, call]) => [
      { kind: 'call' as const, call, ...range },
      { kind: 'call' as const, call, ...gib },
    ]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom<Call>('rox', 'rox', 'ro', 'rw', 'p', '4k'), wholeGib)
      .map(([call, range]) => [{ kind: 'call' as const, call, ...range }]),
  },
);

/** Several stories. */
export const runs = fc.array(stories, { minLength: 5, maxLength: 30 }).map((parts) => parts.flat());

const owners: fc.Arbitrary<readonly Operation[]> = fc
  .tuple(
    fc.constantFrom('allocate' as const, 'free' as const, 'free' as const),
    fc.constantFrom(PAGES_1G, PAGES_1G + 512, 2 * PAGES_1G),
    fc.constantFrom(1, 512, 1024),
  )
  .map(([kind, pfn, pages]) => [{ kind, pfn, pages }]);

/** As `runs`, with pages taken from the page allocator and given back. */
export const runsWithOwners = fc
  .array(fc.oneof({ weight: 3, arbitrary: stories }, { weight: 1, arbitrary: owners }), { minLength: 5, maxLength: 30 })
  .map((parts) => parts.flat());
