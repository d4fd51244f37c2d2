import type { DirectMapLayout, Machine, MachineSpec, Operation, Profile, Region, TablePlace } from '../engine/index.ts';
import type { LeafRuns } from '../x86/leaf-runs.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';

/** A named part of a run, from `step` to the next phase. */
export interface Phase {
  readonly step: number;
  readonly name: string;
}

/** A piece of physical addresses that the kernel or the hardware treats as one; end exclusive. */
export interface Zone {
  readonly name: string;
  /** Absent: a zone. */
  readonly kind?: 'node';
  readonly firstPfn: number;
  readonly endPfn: number;
}

/** What a machine at step 0 is made of, beside its kernel. */
export type Origin =
  | { readonly kind: 'boot'; readonly spec: MachineSpec }
  | {
      readonly kind: 'leaves';
      readonly leaves: LeafRuns;
      readonly place: DirectMapLayout;
      /** Done before step 1. */
      readonly before: readonly Operation[];
      /** Pages that hold its tables, as far as they are known. */
      readonly tables: readonly TablePlace[];
    };

/** A machine at step 0 and what is done to it: everything a run needs but the policy. */
export interface Workload {
  readonly title: string;
  /** One sentence: recorded or simulated, from where, what is left out. */
  readonly note: string;
  readonly provenance: 'simulated' | 'recorded';
  readonly zones: readonly Zone[];
  readonly phases: readonly Phase[];
  readonly operations: readonly Operation[];
  /** Worth opening at: a step, and a region to select. */
  readonly startStep: number;
  readonly startAt: Region | undefined;
  readonly warnings: readonly string[];
  /** The policy that it was written under; undefined: it is for whoever opens it to say. */
  readonly choice?: PolicyChoice;
  readonly origin: Origin;
  /** A fresh machine at step 0 under this kernel, made of `origin`. */
  start(profile: Profile): Machine;
}

/** What was recorded of a real kernel. */
export interface Recording {
  readonly leaves: LeafRuns;
  /** Pages that became read-only after the leaves were read and before the passes were recorded. */
  readonly untracedRo: readonly number[];
  readonly passes: readonly Operation[];
  readonly marks: readonly Phase[];
}

/** Where scenarios get recorded data from: files that ship with the program. */
export interface Assets {
  recording(name: string): Promise<Recording>;
}

/** An entry of the library. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly provenance: 'simulated' | 'recorded';
  readonly policy: PolicyChoice;
  /** True when the run depends on the seed. */
  readonly seeded: boolean;
  load(seed: number, assets: Assets): Promise<Workload>;
}
