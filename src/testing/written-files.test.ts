import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootMachine, fingerprint, type MachineSpec, machineFromLeaves, profileFor } from '../engine/index.ts';
import { directMapJsonText } from '../formats/write-direct-map-json.ts';
import { ptdumpText } from '../formats/write-ptdump.ts';
import { runTraceText } from '../formats/write-run-trace.ts';
import { recordedMachine } from '../workloads/recorded.ts';
import { Session } from '../workloads/session.ts';
import { Script, simulatedRun } from '../workloads/simulated.ts';
import { tracedRun, workloadOfTrace } from '../workloads/traced-run.ts';
import { LeafRunBuilder } from '../x86/leaf-run-builder.ts';
import type { LeafRuns } from '../x86/leaf-runs.ts';
import { type Level, PAGES_1G, pagesOf, pfn } from '../x86/page.ts';
import {
  A,
  BOOT_LARGE,
  D,
  ENC,
  G,
  NX,
  P,
  PAT_4K,
  PAT_LARGE,
  PCD,
  PFN_LOW,
  type Prot,
  PSE,
  PWT,
  RW,
  US,
} from '../x86/prot.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';
import { CHOICES, machines, runsWithOwners } from './arbitrary-runs.ts';
import { checkInvariants, mappedPages } from './check-invariants.ts';
import { IMAGE_6_1 } from './kernel-images.ts';
import { leafList, leavesOfList } from './leaf-list.ts';
import { openBytes } from './open-bytes.ts';

/** Where a direct map may lie: the kernel's place, or some GiB on with KASLR. */
const places = fc
  .tuple(fc.constantFrom(4 as const, 5 as const), fc.oneof(fc.constant(0), fc.nat({ max: 30_000 })))
  .map(([pagingLevels, slide]) => ({
    pagingLevels,
    directMapBase: (pagingLevels === 4 ? 0xffff888000000000n : 0xff11000000000000n) + (BigInt(slide) << 30n),
  }));

/** Flags that an entry may have, present or not: cache modes, software bits, encryption. */
const flags = (bits: readonly number[]) =>
  fc.subarray([...bits]).map((set) => set.reduce((all, bit) => all | bit, 0) as Prot);

/** Leaves of all sizes with any flags, with and without holes between them. */
const leaves = (bits: readonly number[], mostSmall = 600): fc.Arbitrary<LeafRuns> =>
  fc
    .array(
      fc.record({
        level: fc.constantFrom<Level>(1, 1, 2, 3),
        count: fc.integer({ min: 1, max: mostSmall }),
        gap: fc.constantFrom(0, 0, 0, 1, 512, PAGES_1G),
        flags: flags(bits),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((parts) => {
      const runs = new LeafRunBuilder();
      let at = 0;
      for (const { level, count, gap, flags: set } of parts) {
        const size = pagesOf(level);
        const start = Math.ceil((at + gap) / size) * size;
        at = start + count * size;
        // A present large page has PSE, and only large ones have PAT in bit 12.
        const prot = level === 1 ? set & ~PAT_LARGE : set & P ? set | PSE : set & ~(PSE | PAT_LARGE);
        const complaint = runs.tryAppend({ pfn: pfn(start), level, prot: prot as Prot, count });
        if (complaint !== undefined) throw new Error(complaint);
      }
      return runs.runs();
    });

const ALL_BITS = [P, P, P, RW, US, PWT, PCD, A, D, PSE, G, 1 << 9, 1 << 10, 1 << 11, PAT_LARGE, NX, ENC];
/** What the text of a dump shows of a present entry, and what is taken as set. */
const DUMP_BITS = [RW, US, PWT, PCD, G, NX];

async function opened(text: string) {
  const result = await openBytes(new TextEncoder().encode(text), {}, 70_000);
  if (!('ok' in result) || !result.ok) throw new Error('ok' in result ? result.problem.detail : 'cancelled');
  return result.machine;
}

describe('what is written is read back', () => {
  it('[WRITE-1] any leaves at any place, as JSON', async () => {
    await fc.assert(
      fc.asyncProperty(leaves(ALL_BITS), places, async (runs, place) => {
        const again = await opened(directMapJsonText({ leaves: runs, ...place, cBit: 51 }));
        expect(again).toMatchObject({ leaves: runs, ...place, cBit: 51, warnings: [] });
        const plain = profileFor({ policy: 'none', globalFix: false });
        const machine = machineFromLeaves(again.leaves, again, plain);
        checkInvariants(machine, mappedPages(machineFromLeaves(runs, place, plain)));
        expect(machine.leafRuns()).toEqual(runs);
      }),
      { numRuns: 60, seed: 31 },
    );
  });

  it('[WRITE-1] without what is left of a PFN that is not written', async () => {
    const run = { pfn: 0, level: 2, prot: (BOOT_LARGE | PFN_LOW) as Prot, count: 3 } as const;
    const text = directMapJsonText({
      leaves: leavesOfList([run]),
      directMapBase: 0xffff888000000000n,
      pagingLevels: 4,
    });
    expect(leafList((await opened(text)).leaves)).toEqual([{ ...run, prot: BOOT_LARGE }]);
  });

  it('[WRITE-2] present leaves of any sizes, cache modes and holes at any place, as the text of a dump', async () => {
    await fc.assert(
      fc.asyncProperty(leaves([...DUMP_BITS, PAT_4K]), places, async (runs, place) => {
        const builder = new LeafRunBuilder();
        builder.append(0, 1, (P | RW | A | D | G | NX) as Prot, 512);
        for (const { pfn: at, level, prot, count } of leafList(runs)) {
          const present = (prot & ~PAT_4K) | P | A | D | (level === 1 ? prot & PAT_4K : PSE);
          builder.append(at + PAGES_1G, level, present as Prot, count);
        }
        const shown = builder.runs();
        expect(await opened(ptdumpText({ leaves: shown, ...place }))).toMatchObject({ leaves: shown, ...place });
      }),
      { numRuns: 60, seed: 32 },
    );
  });

  it('[WRITE-4] any run on any machine that boots, as a trace: the same fingerprint at its end and in its middle', async () => {
    const specs = fc
      .tuple(machines, places, fc.constantFrom(undefined, 47, 51), fc.boolean())
      .map(([spec, place, cBit, image]): MachineSpec => ({
        ...{ ...spec, ...place },
        ...(cBit !== undefined && { cBit }),
        ...(image && { image: IMAGE_6_1 }),
      })); // biome-ignore format: a chain
    await fc.assert(
      fc.asyncProperty(
        specs,
        runsWithOwners,
        fc.constantFrom(...CHOICES),
        fc.boolean(),
        async (spec, operations, choice, booted) => {
          const script = new Script();
          script.operations.push(...operations);
          script.phase('the end');
          const about = { title: 'By chance', note: 'Made by a test.', startStep: 0, startAt: undefined };
          const leaves = bootMachine(spec, profileFor(choice)).leafRuns();
          const { directMapBase = 0n, pagingLevels, cBit } = spec;
          const place = { directMapBase, pagingLevels, cBit };
          const recorded = recordedMachine(leaves, place, { ...about, warnings: [] }, [], { operations, phases: [] });
          const session = await started(booted ? simulatedRun(spec, script, about) : recorded, choice);
          const { run } = await opened(runTraceText(tracedRun(session)));
          if (run === undefined) throw new Error('it was read without its run');
          const again = await started(workloadOfTrace(run, []), run.choice);
          for (const step of [session.run.steps, session.run.steps >> 1]) {
            session.run.seek(step);
            again.run.seek(step);
            expect(fingerprint(again.run)).toBe(fingerprint(session.run));
          }
        },
      ),
      { numRuns: 40, seed: 33 },
    );
  });
});

async function started(workload: Parameters<typeof Session.start>[0], choice: PolicyChoice): Promise<Session> {
  const session = await Session.start(workload, choice, [], async () => true);
  if (session === undefined) throw new Error('it was stopped');
  return session;
}
