import { findAddress, findNext, findOwner, fingerprint, sumOfRegions } from '../engine/index.ts';
import type { OpenResult } from '../formats/opened-machine.ts';
import { PAIRS } from '../workloads/pairs.ts';
import { SCENARIOS } from '../workloads/scenarios.ts';
import { type Between, Session } from '../workloads/session.ts';
import type { Workload } from '../workloads/workload.ts';
import type { CallName, Calls, JoinedInfo, OneFileSource, Problem, Progress, RunInfo, Source } from './calls.ts';
import { buffersOf } from './columns.ts';
import { cr3Of } from './cr3-of.ts';
import { recordingFrom } from './host-assets.ts';
import { compareSteps, comparisonBeside, comparisonWith, leavesOf } from './host-comparison.ts';
import { diagnosisOf } from './host-diagnosis.ts';
import { columnsOf, frameAt, marksOf } from './host-frame.ts';
import { inspect } from './host-inspection.ts';
import { blobSource } from './host-source.ts';
import type { Request, Response } from './messages.ts';

/** What the host needs from where it runs: a worker, or a test. */
export interface Surroundings {
  post(response: Response, transfer: ArrayBuffer[]): void;
  /** Text of a file that ships with the program, unzipped; rejects when it is stopped. */
  asset(path: string, stop: AbortSignal): Promise<string>;
  /** Bytes of the user's file, unzipped when it is gzip. */
  chunks(blob: Blob): AsyncIterable<Uint8Array>;
  /** Unpacks zlib data of at most `maxBytes`. */
  inflate(packed: Uint8Array, maxBytes: number): Promise<Uint8Array>;
  /** Lets messages that wait be heard. */
  pause(): Promise<void>;
}

/** A request that can be watched and stopped. */
interface Job {
  readonly stop: AbortSignal;
  readonly progress: (progress: Progress) => void;
}

type Answer<N extends CallName> = Promise<Calls[N]['result'] | undefined>;
type Handlers = { [N in CallName]: (params: Calls[N]['params'], job: Job) => Answer<N> };

/** What the first picture does not need: it is loaded behind it. */
const later = {
  files: () => import('./host-files.ts'),
  other: () => import('../formats/open-machine.ts'),
  texts: () => import('./host-export.ts'),
};

/** Calls that need no open session, or replace it. */
const AT_ONCE: ReadonlySet<CallName> = new Set(['open', 'choose', 'scenarios', 'pairs', 'warmUp']);

/** Worker side of the thread boundary: hears requests, holds the open session. An answer of undefined was cancelled. */
export function createHost(around: Surroundings): { hear(request: Request): void } {
  const jobs = new Map<number, AbortController>();
  let open: Session | undefined;
  /** What the files of a workload say together. */
  const joinedOf = new WeakMap<Workload, JoinedInfo>();
  /** Requests on the open session take turns, so that none sees it half-way through a change. */
  let turn: Promise<unknown> = Promise.resolve();

  const session = (): Session => {
    if (open === undefined) throw new Error('nothing is open');
    return open;
  };

  const infoOf = (of: Session): RunInfo => {
    const joined = joinedOf.get(of.workload);
    return joined === undefined ? runInfo(of) : { ...runInfo(of), joined };
  };

  /** What the open machine was read from; of a scenario: recorded or simulated. */
  const formatOf = ({ workload }: Session): string => joinedOf.get(workload)?.parts[0]?.format ?? workload.provenance;

  const between = (job: Job, what: string): Between => {
    return async (executed, steps) => {
      job.progress({ part: executed / steps, what });
      await around.pause();
      return !job.stop.aborted;
    };
  };

  const workloadOf = async (source: Source, job: Job): Promise<Workload | Problem | undefined> => {
    if (source.kind === 'file') return openFile(source, job);
    const scenario = SCENARIOS.find(({ id }) => id === source.id);
    if (scenario === undefined) return noSuchScenario(source.id);
    return scenario.load(source.seed, {
      recording: (name) => recordingFrom(name, (path) => around.asset(path, job.stop)),
    });
  };

  const readFile = async ({ name, blob, cr3 }: OneFileSource, job: Job): Promise<OpenResult> => {
    const root = cr3Of(cr3);
    if (typeof root === 'object') return { ok: false, problem: root };
    return (await later.other()).openMachine(blobSource(name, blob, around.chunks), {
      cr3: root,
      inflate: around.inflate,
      pause: around.pause,
      progress: (bytes) => job.progress({ part: Math.min(1, bytes / blob.size), what: `Reading ${name}` }),
      cancelled: () => job.stop.aborted,
    });
  };

  const openFile = async (source: Source & { kind: 'file' }, job: Job): Promise<Workload | Problem | undefined> => {
    const size = [source, ...(source.also ?? [])].reduce((sum, { blob }) => sum + blob.size, 0);
    const opened = await (await later.files()).openFiles(source, around.chunks, {
      inflate: around.inflate,
      pause: around.pause,
      progress: (bytes) => job.progress({ part: Math.min(1, bytes / size), what: `Reading ${source.name}` }),
      cancelled: () => job.stop.aborted,
    });
    if (opened === undefined || 'remedy' in opened) return opened;
    joinedOf.set(opened.workload, opened.joined);
    return opened.workload;
  };

  const handlers: Handlers = {
    warmUp: async () => {
      await Promise.all(Object.values(later).map((load) => load()));
      return {};
    },
    scenarios: async () => SCENARIOS.map(({ load: _, ...info }) => info),
    pairs: async () => PAIRS,

    open: async ({ source, choice, userCalls }, job) => {
      const workload = await workloadOf(source, job);
      if (workload === undefined || job.stop.aborted) return undefined;
      if ('remedy' in workload) return { ok: false, problem: workload };
      const policy = choice ?? workload.choice ?? defaultChoice(source);
      const running = Session.start(workload, policy, userCalls, between(job, `Running ${workload.title}`));
      const started = await running.catch((error: unknown) => {
        if (source.kind === 'file' && error instanceof RangeError) return cannotStart(workload.title, error.message);
        throw error;
      });
      if (started === undefined || job.stop.aborted) return undefined;
      if ('remedy' in started) return { ok: false, problem: started };
      open = started;
      return { ok: true, run: infoOf(open) };
    },

    choose: async ({ choice }, job) => {
      const { workload, userCalls } = session();
      const started = await Session.start(workload, choice, userCalls, between(job, 'Running the same calls again'));
      if (started === undefined || job.stop.aborted) return undefined;
      open = started;
      return infoOf(open);
    },

    seek: async ({ step, from, view }) => frameAt(session(), Math.min(step, session().run.steps), from, view),
    view: async ({ view }) => columnsOf(session(), view),
    inspect: async ({ region }) => inspect(session(), region),
    sum: async ({ regions }) => sumOfRegions(session().run.machine, regions),
    find: async ({ query, from, direction }) => {
      const { run } = session();
      if (query.kind === 'address') return { found: findAddress(run.machine, BigInt(query.address)) };
      if (query.kind === 'owner') return { found: findOwner(run, query.owner, from, direction) };
      return { found: findNext(run.machine, query, from, direction) };
    },

    diagnose: async () => diagnosisOf(session(), formatOf(session())),

    write: async ({ format, regions }) => ({
      text: (await later.texts()).exportText(session(), format, regions),
    }),

    fingerprint: async () => ({ fingerprint: fingerprint(session().run) }),

    leaves: async () => leavesOf(session(), formatOf(session())),

    compare: async ({ with: other }, job) => {
      const target = session();
      if (other.kind === 'step') return { ok: true, comparison: compareSteps(target, other.step, formatOf(target)) };
      if (other.kind === 'machine') return { ok: true, comparison: comparisonBeside(target, other, formatOf(target)) };
      const read = await readFile(other, job);
      if ('cancelled' in read) return undefined;
      if (!read.ok) return read;
      const { format, leaves } = read.machine;
      return { ok: true, comparison: comparisonWith(target, { name: other.name, format, leaves }, formatOf(target)) };
    },

    addCall: async ({ userCall }, job) => {
      const target = session();
      const rc = await target.add(userCall, uncancelled(job));
      return { run: infoOf(target), rc };
    },

    undoCall: async (_, job) => {
      const target = session();
      await target.undo(uncancelled(job));
      return infoOf(target);
    },
  };

  const uncancelled = (job: Job): Between => {
    const watch = between(job, 'Running on from your call');
    return async (executed, steps) => {
      await watch(executed, steps);
      return true;
    };
  };

  const inTurn = <T>(call: CallName, work: () => Promise<T>): Promise<T> => {
    if (AT_ONCE.has(call)) return work();
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const answer = async <N extends CallName>(id: number, call: N, params: Calls[N]['params']): Promise<void> => {
    const stopping = new AbortController();
    const job: Job = { stop: stopping.signal, progress: (progress) => around.post({ id, progress }, []) };
    jobs.set(id, stopping);
    try {
      const result = await inTurn(call, () =>
        job.stop.aborted ? Promise.resolve(undefined) : handlers[call](params, job),
      );
      if (result === undefined) around.post({ id, cancelled: true }, []);
      else around.post({ id, result }, buffersOf(result));
    } catch (error) {
      if (job.stop.aborted) around.post({ id, cancelled: true }, []);
      else around.post({ id, error: error instanceof Error ? error.message : String(error) }, []);
    } finally {
      jobs.delete(id);
    }
  };

  return {
    hear(request) {
      if ('cancel' in request) {
        jobs.get(request.id)?.abort();
      } else void answer(request.id, request.call, request.params as never);
    },
  };
}

function defaultChoice(source: Source): RunInfo['choice'] {
  const scenario = source.kind === 'scenario' ? SCENARIOS.find(({ id }) => id === source.id) : undefined;
  return scenario?.policy ?? { policy: 'rfc-merge', globalFix: true };
}

function runInfo(session: Session): RunInfo {
  const { run, workload } = session;
  const { machine } = run;
  return {
    title: workload.title,
    note: workload.note,
    machine: {
      provenance: workload.provenance,
      gibCount: machine.gibCount,
      ramPages: machine.ram.reduce((sum, { firstPfn, endPfn }) => sum + endPfn - firstPfn, 0),
      zones: workload.zones,
      directMapBase: `0x${machine.directMapBase.toString(16)}`,
      pagingLevels: machine.pagingLevels,
    },
    choice: session.choice,
    steps: run.steps,
    startStep: workload.startStep,
    startAt: workload.startAt,
    phases: session.phases,
    marks: marksOf(run),
    series: copySeries(run.series),
    userCalls: session.userCalls,
    warnings: workload.warnings,
  };
}

function copySeries(series: RunInfo['series']): RunInfo['series'] {
  return {
    leaves4k: series.leaves4k.slice(),
    leaves2m: series.leaves2m.slice(),
    leaves1g: series.leaves1g.slice(),
    tablePages: series.tablePages.slice(),
  };
}

function noSuchScenario(id: string): Problem {
  return {
    title: `There is no scenario "${id}"`,
    detail: `The address names a scenario that this version does not have. It has: ${SCENARIOS.map((known) => known.id).join(', ')}.`,
    excerpt: [],
    remedy: 'Choose one from the library, or open a file.',
  };
}

/** A file in which every part is right in itself, and that no kernel could start with. */
function cannotStart(title: string, reason: string): Problem {
  return {
    title: `${title} cannot be started`,
    detail: `The file was read, but its machine does not come up: ${reason}.`,
    excerpt: [],
    remedy: 'Open the file as it was written, whole and unchanged.',
  };
}
