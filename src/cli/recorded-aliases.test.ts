import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { EffectKind, type Machine, machineFromLeaves, type Operation, profileFor } from '../engine/index.ts';
import type { TraceCall } from '../formats/trace-call.ts';
import { TraceTextReader } from '../formats/trace-text.ts';
import { NX, RW } from '../x86/prot.ts';
import type { PolicyName, SetMemoryCall } from '../x86/set-memory.ts';
import { goodOf, openFile } from './open-file.ts';
import { readBytes } from './read-input.ts';

const CAPTURES = fileURLToPath(new URL('../../fixtures/captures/', import.meta.url));
const VMALLOC_START = 0xffffc90000000000n / 4096n;
/** Pages to change where the recording does not tell which they were: none of them is seen in the direct map. */
const ANY_PFN = 0x40000;

type Pass = Extract<TraceCall, { readonly kind: 'pass' }>;

/** A pass over another address, and the passes over the direct map that its task made next. */
interface Recorded {
  readonly primary: Pass;
  readonly aliases: Pass[];
}

/** In order: passes at other addresses with their aliases, and changes of the direct map itself. */
function recordedPasses(calls: readonly TraceCall[]): (Recorded | Pass)[] {
  const open = new Map<number, Recorded>();
  const found: (Recorded | Pass)[] = [];
  for (const call of calls) {
    if (call.kind !== 'pass') {
      open.delete(call.pid);
      continue;
    }
    const recorded = open.get(call.pid);
    if (BigInt(call.page) >= VMALLOC_START) {
      const next = { primary: call, aliases: [] };
      open.set(call.pid, next);
      found.push(next);
    } else if (recorded === undefined) found.push(call);
    else recorded.aliases.push(call);
  }
  return found;
}

function callOf({ set, clear }: Pass): SetMemoryCall {
  const call = (
    [
      ['ro', 0, RW],
      ['rw', RW, 0],
      ['x', 0, NX],
      ['nx', NX, 0],
    ] as const
  ).find(([, sets, clears]) => sets === set && clears === clear)?.[0];
  if (call === undefined) throw new Error(`no call has the masks ${set} and ${clear}`);
  return call;
}

/** What was done to the direct map since row `from`, page by page. */
function effectsOf(machine: Machine, from: number): string[] {
  const { effects, words } = machine;
  const lines: string[] = [];
  for (let row = from; row < effects.length; row++) {
    const [kind, level, pfn] = [effects.kind(row), effects.level(row), effects.pfn(row)];
    const step = kind === EffectKind.write && level === 1 ? 1 : effects.pages(row);
    for (let at = pfn; at < pfn + effects.pages(row); at += step)
      lines.push(`${kind} ${level} ${at} ${words.prot[effects.from(row)]} ${words.prot[effects.to(row)]}`);
  }
  return lines;
}

const capturesOf = (kernel: string, guest: string, policy: PolicyName) => ({ kernel, guest, policy });

it.each([
  capturesOf('K1', 'frag', 'none'),
  capturesOf('K1', 'default', 'none'),
  capturesOf('K2', 'frag', 'rfc-merge'),
  capturesOf('K2', 'default', 'rfc-merge'),
])(
  '[ALIAS-7] $kernel/$guest: a call at each recorded address does what the recorded alias passes did',
  async (capture) => {
    const { kernel, guest, policy } = capture;
    const folder = `${CAPTURES}${kernel}/${guest}/`;
    const reader = new TraceTextReader(kernel);
    reader.push(readBytes(`${folder}trace_pipe.txt.gz`));
    const opened = await openFile(`${folder}direct-map.before.json`, undefined);
    const profile = profileFor({ policy, globalFix: true });
    const called = machineFromLeaves(opened.leaves, opened, profile);
    const passed = machineFromLeaves(opened.leaves, opened, profile);
    const pfnOf = (page: number): number =>
      Number(((BigInt(page) + 2n ** 52n) % 2n ** 52n) - opened.directMapBase / 4096n);
    const passOf = ({ set, clear, page, pages }: Pass): Operation => ({
      ...{ kind: 'pass', pfn: pfnOf(page), pages, set, clear, caller: undefined },
    });
    let calls = 0;
    let aliases = 0;
    for (const recorded of recordedPasses(goodOf(reader.end()).calls)) {
      const rows = [called.effects.length, passed.effects.length] as const;
      const installed = called.counters.cpa4kInstall - passed.counters.cpa4kInstall;
      if (!('primary' in recorded)) {
        for (const machine of [called, passed]) machine.apply(passOf(recorded));
        continue;
      }
      const { primary } = recorded;
      const address = BigInt(primary.page) * 4096n;
      const pfns = Array.from({ length: primary.pages }, (_, i) =>
        recorded.aliases[i] === undefined ? ANY_PFN + i : pfnOf(recorded.aliases[i].page),
      );
      called.apply({ kind: 'unmap', address, pages: primary.pages });
      expect(called.apply({ kind: 'map', address, pfns })).toBe(0);
      const call = callOf(primary);
      expect(called.apply({ kind: 'at', call, address, pages: primary.pages })).toBe(0);
      for (const pass of recorded.aliases) passed.apply(passOf(pass));
      expect(effectsOf(called, rows[0])).toEqual(effectsOf(passed, rows[1]));
      expect(called.counters.cpa4kInstall - passed.counters.cpa4kInstall).toBe(installed + primary.pages);
      calls++;
      aliases += recorded.aliases.length;
    }
    expect(called.leafRuns()).toEqual(passed.leafRuns());
    expect([calls > 800, aliases > 2000]).toEqual([true, true]);
  },
);
