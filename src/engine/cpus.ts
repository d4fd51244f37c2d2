import type { Prot } from '../x86/prot.ts';
import type { Area } from './area.ts';
import type { Recheck, Stage } from './change-page-attr.ts';
import type { MachineCheckpoint } from './machine-checkpoint.ts';
import type { Operation } from './operation.ts';
import type { Profile } from './profile.ts';
import type { CallPosition, RunningCall } from './running-call.ts';
import { tablesKey } from './tables-key.ts';

/** What keeps CPUs out of each other's way: cpa_lock, and the second look at an entry before it is used. */
export type Guard = 'cpa_lock' | Recheck;

/** What a CPU did between two lock points, and under which locks. */
export interface CpuStep {
  readonly cpu: number;
  /** Index in the CPU's program. */
  readonly operation: number;
  readonly did: Exclude<Stage, 'done'> | 'policy' | 'operation';
  readonly locks: readonly ('cpa_lock' | 'pgd_lock')[];
  /** Page, and the area it is in. */
  readonly page: number;
  readonly area: string;
  /** A change of this many pages from there on took effect. */
  readonly changed: { readonly pages: number; readonly set: Prot; readonly clear: Prot } | undefined;
}

interface CpuState {
  readonly next: number;
  readonly call: RunningCall | undefined;
  readonly position: CallPosition | undefined;
  readonly rcs: readonly number[];
}

/** What CPUs need of a machine. */
export interface CpuMachine {
  readonly name: string;
  readonly profile: Profile;
  /** All its areas. */
  readonly areas: readonly Area[];
  apply(operation: Operation): number;
  /** An operation to be run step by step; undefined: it is one step, apply(). */
  begin(operation: Operation): RunningCall | undefined;
  /** An operation begun so is done. */
  operationDone(): void;
  checkpoint(): MachineCheckpoint;
  restore(checkpoint: MachineCheckpoint): void;
}

/** The CPUs and their machine at some moment. */
export interface CpusCheckpoint {
  readonly machine: MachineCheckpoint;
  readonly cpus: readonly CpuState[];
}

/** Operations that change no entry through CPA, and so take no cpa_lock. */
const LOCKLESS: readonly Operation['kind'][] = ['kfence', 'map', 'unmap', 'allocate', 'free'];

/** One CPU and its program. */
class Cpu {
  readonly program: readonly Operation[];
  /** The operation it is at. */
  next = 0;
  /** Undefined: it is done, or its operation is one step. */
  call: RunningCall | undefined;
  rcs: readonly number[] = [];

  constructor(program: readonly Operation[]) {
    this.program = program;
  }
}

/**
 * CPUs that run their programs on one machine, interleaved at the kernel's lock points: whoever step() names goes on to
 * its next one. Deterministic: the same steps give the same bytes.
 */
export class Cpus {
  readonly machine: CpuMachine;
  readonly #cpus: readonly Cpu[];
  readonly #rechecks: ReadonlySet<Recheck>;
  readonly #cpaLock: boolean;
  readonly #mergesOnWrite: boolean;

  /** `without`: guards that are left out, to see what they are for. */
  constructor(machine: CpuMachine, programs: readonly (readonly Operation[])[], without: readonly Guard[] = []) {
    this.machine = machine;
    this.#cpus = programs.map((program) => new Cpu(program));
    this.#mergesOnWrite = machine.profile.policy.mergesOnWrite === true;
    const rechecks: readonly Recheck[] = this.#mergesOnWrite ? ['write', 'decide', 'split'] : ['decide', 'split'];
    this.#rechecks = new Set(rechecks.filter((recheck) => !without.includes(recheck)));
    this.#cpaLock = !without.includes('cpa_lock');
    for (const cpu of this.#cpus) this.#begin(cpu);
  }

  /** CPUs that are not done and whose lock is free. None left: all programs are done. */
  ready(): number[] {
    const owner = this.#cpaLock ? this.#cpus.find(({ call }) => call?.walk?.locked) : undefined;
    const ready: number[] = [];
    for (const [number, cpu] of this.#cpus.entries())
      if (cpu.next < cpu.program.length && (owner === undefined || owner === cpu || !wantsCpaLock(cpu)))
        ready.push(number);
    return ready;
  }

  /** A CPU of ready() goes on to its next lock point. Throws UseAfterFree when a guard that was left out is missed. */
  step(number: number): CpuStep {
    const cpu = this.#cpus[number];
    const { call } = cpu;
    const walk = call?.walk;
    const step = this.about(number);
    for (const { effects } of this.machine.areas) effects.beginOperation();
    call?.step(this.#rechecks);
    const rc = call === undefined ? this.machine.apply(cpu.program[cpu.next]) : call.rc;
    if (rc !== undefined) {
      if (call !== undefined) this.machine.operationDone();
      cpu.rcs = [...cpu.rcs, rc];
      cpu.next++;
      this.#begin(cpu);
    }
    if (walk === undefined || walk.stage !== 'done' || walk.result <= 0) return step;
    return { ...step, changed: { pages: walk.result, set: walk.change.set, clear: walk.change.clear } };
  }

  /** What step() of this CPU does next. */
  about(cpu: number): CpuStep {
    const { call, program, next } = this.#cpus[cpu];
    if (call === undefined) {
      const operation = program[next];
      return {
        cpu,
        operation: next,
        did: 'operation',
        locks: [],
        page: 'pfn' in operation ? operation.pfn : 0,
        area: this.machine.name,
        changed: undefined,
      };
    }
    const { page, area, walk } = call;
    const did = walk === undefined || walk.stage === 'done' ? 'policy' : walk.stage;
    const cpa = this.#cpaLock && walk !== undefined && did !== 'allocate';
    const pgd = did === 'decide' || did === 'split' || did === 'policy' || (did === 'write' && this.#mergesOnWrite);
    const locks = [...(cpa ? (['cpa_lock'] as const) : []), ...(pgd ? (['pgd_lock'] as const) : [])];
    return { cpu, operation: next, did, locks, page, area, changed: undefined };
  }

  /** Return codes of the operations that a CPU has done. */
  rcs(number: number): readonly number[] {
    return this.#cpus[number].rcs;
  }

  checkpoint(): CpusCheckpoint {
    return {
      machine: this.machine.checkpoint(),
      cpus: this.#cpus.map(({ next, call, rcs }) => ({ next, call, position: call?.save(), rcs })),
    };
  }

  /** Goes back to a checkpoint of these CPUs; effects stay as they are. */
  restore({ machine, cpus }: CpusCheckpoint): void {
    this.machine.restore(machine);
    for (const [number, { next, call, position, rcs }] of cpus.entries()) {
      const cpu = this.#cpus[number];
      cpu.next = next;
      cpu.call = call;
      cpu.rcs = rcs;
      if (position !== undefined) call?.load(position);
    }
  }

  /** Equal for two moments from which the same can follow, whatever led there. */
  key(): string {
    const cpus = this.#cpus.map(({ next, call }) => `${next} ${call?.key() ?? ''}`);
    const tables = this.machine.areas.map(({ tables }) => tablesKey(tables));
    return [...cpus, ...tables].join(';');
  }

  #begin(cpu: Cpu): void {
    cpu.call = cpu.next < cpu.program.length ? this.machine.begin(cpu.program[cpu.next]) : undefined;
  }
}

/** Its next step begins with cpa_lock. */
function wantsCpaLock({ call, program, next }: Cpu): boolean {
  if (call === undefined) return !LOCKLESS.includes(program[next].kind);
  const { walk } = call;
  return walk !== undefined && (walk.stage === 'lookup' || walk.stage === 'split');
}
