import { type Operation, profileFor, Run } from '../engine/index.ts';
import { PFN_LIMIT } from '../x86/page.ts';
import { type PolicyChoice, SET_MEMORY_CALLS, type SetMemoryCall } from '../x86/set-memory.ts';
import type { Phase, Workload } from './workload.ts';

/** A set_memory call that the user put in after `step` steps of the run; `also` are calls on further pages, a step each. */
export interface UserCall {
  readonly step: number;
  readonly call: SetMemoryCall;
  readonly pfn: number;
  readonly pages: number;
  readonly also?: readonly { readonly pfn: number; readonly pages: number }[];
}

/** Steps that a user's call takes. */
const stepsOf = ({ also }: Pick<UserCall, 'also'>): number => 1 + (also?.length ?? 0);

/** Lets a long run be watched and stopped: called between slices; false stops. */
export type Between = (executed: number, steps: number) => Promise<boolean>;

/** Steps executed at a time before others get their turn, fewer when they are a lot of work. */
const SLICE = 2000;
const SLICE_WORK = 2 ** 20;

/** A workload that runs under a policy, and what the user added to it. */
export class Session {
  readonly workload: Workload;
  readonly choice: PolicyChoice;
  readonly run: Run;
  #userCalls: readonly UserCall[] = [];

  private constructor(workload: Workload, choice: PolicyChoice) {
    this.workload = workload;
    this.choice = choice;
    this.run = new Run(workload.start(profileFor(choice)), workload.operations);
  }

  /** Runs the workload with these calls put in (calls that cannot be are left out); undefined when `between` stopped it. */
  static async start(
    workload: Workload,
    choice: PolicyChoice,
    userCalls: readonly UserCall[],
    between: Between,
  ): Promise<Session | undefined> {
    const session = new Session(workload, choice);
    for (const userCall of userCalls) if (session.#complaint(userCall) === undefined) session.#insert(userCall);
    return (await session.#finish(between)) ? session : undefined;
  }

  get userCalls(): readonly UserCall[] {
    return this.#userCalls;
  }

  /** Phases, moved by the calls that the user put in before them. */
  get phases(): readonly Phase[] {
    let { phases } = this.workload;
    for (const userCall of this.#userCalls) {
      const { step } = userCall;
      phases = phases.map((phase) => (phase.step > step ? { ...phase, step: phase.step + stepsOf(userCall) } : phase));
    }
    return phases;
  }

  /** Puts a call in and runs on; its return code, of several the first that is not 0. Throws RangeError for a call that cannot be, and changes nothing then. */
  async add(userCall: UserCall, between: Between): Promise<number> {
    const complaint = this.#complaint(userCall);
    if (complaint !== undefined) throw new RangeError(complaint);
    this.#insert(userCall);
    await this.#finish(between);
    const codes = Array.from({ length: stepsOf(userCall) }, (_, i) => this.run.rc(userCall.step + 1 + i));
    return codes.find((rc) => rc !== 0) ?? 0;
  }

  /** Takes the newest of the user's calls out. */
  async undo(between: Between): Promise<void> {
    const last = this.#userCalls.at(-1);
    if (last === undefined) return;
    this.#userCalls = this.#userCalls.slice(0, -1);
    for (let left = stepsOf(last); left > 0; left--) this.run.edit(last.step, { remove: true });
    await this.#finish(between);
  }

  /** What is wrong with a call from outside. A range beyond the machine is not: the kernel answers it. */
  #complaint({ step, call, pfn, pages, also = [] }: UserCall): string | undefined {
    if (!Number.isInteger(step) || step < 0 || step > this.run.steps)
      return `step ${step} is not one of 0 to ${this.run.steps}`;
    if (!SET_MEMORY_CALLS.includes(call)) return `there is no call "${call}"; there are ${SET_MEMORY_CALLS.join(', ')}`;
    for (const range of [{ pfn, pages }, ...also]) {
      const { pfn: first, pages: count } = range;
      if (!Number.isInteger(first) || first < 0 || first >= PFN_LIMIT) return `${first} is not a page frame number`;
      if (!Number.isInteger(count) || count < 0 || count > PFN_LIMIT) return `${count} is not a number of pages`;
    }
    return undefined;
  }

  #insert(userCall: UserCall): void {
    const { step, call, pfn, pages, also = [] } = userCall;
    [{ pfn, pages }, ...also].forEach((range, i) => {
      const operation: Operation = { kind: 'call', call, ...range };
      this.run.edit(step + i, { insert: operation });
    });
    this.#userCalls = [...this.#userCalls, userCall];
  }

  async #finish(between: Between): Promise<boolean> {
    while (!this.run.advance(SLICE, SLICE_WORK)) if (!(await between(this.run.executed, this.run.steps))) return false;
    return true;
  }
}
