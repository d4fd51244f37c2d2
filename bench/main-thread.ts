interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  /** The same, without the time in which the thread did not run. */
  readonly tdur?: number;
}

/** A task of the main thread: its own time, and with that in which others had the processor. */
export interface MainThreadTask {
  readonly ownMs: number;
  readonly wallMs: number;
}

/** The events of one name on the thread that draws the page, out of Chromium's own trace. */
export function mainThreadTasks(trace: Uint8Array, wanted = 'RunTask'): readonly MainThreadTask[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const animated = traceEvents.find(({ name }) => name === 'FireAnimationFrame');
  return traceEvents
    .filter(({ name, pid, tid }) => name === wanted && pid === animated?.pid && tid === animated.tid)
    .map(({ dur = 0, tdur = dur }) => ({ ownMs: tdur / 1000, wallMs: dur / 1000 }));
}
