import { bootMachine, type Machine, machineFromLeaves, type Profile } from '../engine/index.ts';
import type { Origin } from './workload.ts';

/** A fresh machine at step 0 under this kernel. Throws LeafRunError and RangeError for what cannot be a machine. */
export function startMachine(origin: Origin, profile: Profile): Machine {
  if (origin.kind === 'boot') return bootMachine(origin.spec, profile);
  const machine = machineFromLeaves(origin.leaves, origin.place, profile, origin.tables);
  for (const operation of origin.before) machine.apply(operation);
  return machine;
}
