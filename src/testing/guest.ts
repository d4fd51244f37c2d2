import { bootMachine, type Machine, type Operation, profileFor } from '../engine/index.ts';
import { levelName, PAGES_1G } from '../x86/page.ts';
import { policyChoice } from '../x86/policies.ts';
import { protHex } from '../x86/prot.ts';
import { type PolicyName, SET_MEMORY_CALLS, type SetMemoryCall } from '../x86/set-memory.ts';
import { leafList } from './leaf-list.ts';

/** Where a guest's window of two 1G pages begins; ranges and leaves are told relative to it. */
export const WINDOW = 4 * PAGES_1G;

/** A machine of 6 GiB with a hole from 3 to 4 GiB; `patch1`: where the policy has it. */
export function guest(policy: PolicyName, patch1 = true): Machine {
  const ram = [
    { firstPfn: 0, endPfn: 3 * PAGES_1G },
    { firstPfn: WINDOW, endPfn: WINDOW + 2 * PAGES_1G },
  ];
  return bootMachine({ ram, gbPages: true, pagingLevels: 4 }, profileFor(policyChoice(policy, patch1)));
}

/**
 * Makes operations written as in the recordings, "ro 600 1; v:x 600 1; a:uc 0 512; kfence_np 5 1", with pages
 * relative to the window. Gives back the last return code.
 */
export function play(machine: Machine, script: string): number {
  let rc = 0;
  for (const text of script.split(';')) rc = machine.apply(operationOf(text));
  return rc;
}

/** The window's leaves, equal neighbours joined: "0 1G 80000000000001e3 x2". */
export function leavesOf(machine: Machine, first = 0, end = 2 * PAGES_1G): string[] {
  return leafList(machine.leafRuns(WINDOW + first, WINDOW + end)).map(
    ({ pfn, level, prot, count }) => `${pfn - WINDOW} ${levelName(level)} ${protHex(prot)} x${count}`,
  );
}

function operationOf(text: string): Operation {
  const [name, start, length] = text.trim().split(/\s+/);
  if (name === 'merge') return { kind: 'merge', pfn: 0, pages: 0 };
  const range = { pfn: WINDOW + Number(start), pages: Number(length) };
  if (name === 'kfence_np' || name === 'kfence_p') return { kind: 'kfence', present: name === 'kfence_p', ...range };
  const call = name.replace(/^[av]:/, '');
  if (!SET_MEMORY_CALLS.includes(call as SetMemoryCall)) throw new Error(`no operation: ${text}`);
  if (name.startsWith('v:')) return { kind: 'vmap', call: call as SetMemoryCall, ...range };
  if (name.startsWith('a:')) {
    const pfns = Array.from({ length: range.pages }, (_, i) => range.pfn + i);
    return { kind: 'array', call: call as 'uc' | 'wc' | 'wb', pfns };
  }
  return { kind: 'call', call: call as SetMemoryCall, ...range };
}
