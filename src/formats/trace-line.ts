/** One event of a trace as it is printed: by ftrace (trace, trace_pipe) or by `perf script`. */
export interface TraceLine {
  readonly pid: number;
  /** By the trace's clock: in seconds, or a count where it has no point. */
  readonly time: number;
  /** The kernel function of a probe, else the event's name. */
  readonly name: string;
  /** What follows: "addr=0xffffffffa0205000 numpages=1", or a mark's words. */
  readonly rest: string;
}

/** What a line of a trace is: an event, the beginning of one that mail has broken, lost events, or nothing to read. */
export type TraceLineRead =
  | { readonly kind: 'event'; readonly event: TraceLine }
  | { readonly kind: 'head' }
  /** 0: the tracer does not say how many. */
  | { readonly kind: 'lost'; readonly events: number }
  | { readonly kind: 'comment' }
  | { readonly kind: 'other' };

const TIME = String.raw`(\d+\.\d+):\s*`;
/** comm-pid (tgid) [cpu] flags time: the comm may hold blanks and dashes, tgid and flags are optional. */
const FTRACE = /^\s*\S.*-(\d+)\s+(?:\([\s\d-]+\)\s+)?\[\d+\]\s+(?:\S{1,8}\s+)?(\d+(?:\.\d+)?):\s*(.*)$/;
/** The same with the option latency-format: cpu and flags in one, microseconds and a mark for long waits. */
const LATENCY = /^\s*\S.*-(\d+)\s+\d+[.a-zA-Z#*][.\w#*]{3,5}\s+(\d+(?:\.\d+)?)(?:us)?[ +!#*@$]?:\s*(.*)$/;
/** comm pid/tid [cpu] time: period: cpu and period are optional. */
const PERF = new RegExp(
  String.raw`^\s*(?:\S.*?\s)?(\d+)(?:/\d+)?\s+(?:\[\d+\]\s+)?(?:\S{4,5}\s+)?${TIME}(?:\d+\s+)?(.*)$`,
);
const BEGINS = /^\s*\S.{0,60}?[-\s]\d+(?:\/\d+)?\s+(?:\([\s\d-]+\)\s+)?\[\d+\](?:\s|$)/;
const LOST = /(?:\[LOST (?:(\d+) )?EVENTS\]|\blost (\d+) events\b|PERF_RECORD_LOST(?:_SAMPLES)?:? +(?:lost )?(\d+))/i;
/** "group:name: (function+0x0/0x19) rest", "name: rest". */
const EVENT = /^((?:[\w./-]+:)?[\w.]+):(?:\s+\(([^()]*)\))?(?:\s+(.*))?$/;

/** Reads one line without its quote marks. */
export function readTraceLine(text: string): TraceLineRead {
  if (text === '' || text.startsWith('#')) return { kind: 'comment' };
  const lost = LOST.exec(text);
  if (lost !== null && !text.includes('tracing_mark_write'))
    return { kind: 'lost', events: Number(lost[1] ?? lost[2] ?? lost[3] ?? 0) };
  const line = FTRACE.exec(text) ?? PERF.exec(text) ?? LATENCY.exec(text);
  if (line === null) return { kind: BEGINS.test(text) ? 'head' : 'other' };
  const [, pid, time, event = ''] = line;
  const named = EVENT.exec(event.trim());
  if (named === null) return { kind: event.trim() === '' ? 'head' : 'other' };
  const [, eventName = '', place, rest = ''] = named;
  const name = functionAt(place) ?? eventName.replace(/^.*:/, '').replace(/_\d$/, '');
  return { kind: 'event', event: { pid: Number(pid), time: Number(time), name, rest: rest.trim() } };
}

/** The function whose first instruction is probed; what a compiler appends is taken off. A return probe is no call. */
function functionAt(place: string | undefined): string | undefined {
  if (place === undefined) return undefined;
  if (place.includes('<-')) return '';
  return /^(\w+)(?:\.(?:constprop|isra|part|cold)[.\d]*)*\+0(?:x0)?\//.exec(place)?.[1];
}
