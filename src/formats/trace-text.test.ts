import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import type { Read } from './problem.ts';
import { type TraceText, TraceTextReader } from './trace-text.ts';

function read(bytes: Uint8Array | string, chunkBytes = 7): Read<TraceText> {
  const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  const reader = new TraceTextReader('trace.txt');
  for (let from = 0; from < all.length; from += chunkBytes) reader.push(all.subarray(from, from + chunkBytes));
  return reader.end();
}

function good(bytes: Uint8Array | string): TraceText {
  const trace = read(bytes);
  if (!trace.ok) throw new Error(JSON.stringify(trace.problem));
  return trace.value;
}

const RO = 'set_memory_ro: (set_memory_ro+0x0/0x19) addr=0xffffffffa0205000 numpages=10';
const CALL = { kind: 'call', call: 'ro', name: 'set_memory_ro', page: 0xffffffffa0205, pages: 10 };

describe('lines of a trace', () => {
  it.each([
    ['ftrace', `          insmod-241     [001] .....    84.049519: ${RO}`, 241],
    ['a comm that was not recorded', `           <...>-241     [001] d.Z..    84.049519: ${RO}`, 241],
    ['a comm with blanks and dashes', `  Web Content-2 -77     [001] d.Z..    84.049519: ${RO}`, 77],
    ['no flags', `  insmod-241 [001] 84.049519: ${RO}`, 241],
    ['process group', `  insmod-241   (    238) [001] .N.1. 84.049519: ${RO}`, 241],
    ['no process group', `  insmod-241   (-------) [001] .N.1. 84.049519: ${RO}`, 241],
    ['without 0x', `  insmod-241 [001] 84.049519: ${RO.replace('=0x', '=')}`, 241],
    [
      'decimal address',
      `  insmod-241 [001] 84.1: ${RO.replace('0xffffffffa0205000', BigInt('0xffffffffa0205000').toString())}`,
      241,
    ],
    [
      'constprop',
      `  insmod-241 [001] 84.1: myprobe: (set_memory_ro.constprop.0+0x0/0x19) addr=0xffffffffa0205000 numpages=0xa`,
      241,
    ],
    [
      'arguments without names',
      `  insmod-241 [001] 84.1: ${RO.replace('addr', 'arg1').replace('numpages', 'arg2')}`,
      241,
    ],
    [
      'perf script',
      `insmod   241 [001]    84.049519: cpa:set_memory_ro: (ffffffff8105f0a0) addr=0xffffffffa0205000 numpages=10`,
      241,
    ],
    [
      'perf script, thread and period',
      `Web Content   9/241 [001] 84.049519:   1 probe:set_memory_ro_1: (ffffffff8105f0a0) addr=0xffffffffa0205000 numpages=10`,
      9,
    ],
    [
      'perf script without CPU',
      `kworker/0:1-events 241 84.049519: probe:set_memory_ro: (ffffffff8105f0a0) addr=0xffffffffa0205000 numpages=10`,
      241,
    ],
    ['a clock that counts', `  insmod-241 [001] ..... 201219732000: ${RO}`, 241],
    ['latency-format', `  insmod-241       1d.Z.. 84049519us : ${RO}`, 241],
    ['latency-format, a long wait', `   <...>-241      11..... 84049519us+: ${RO}`, 241],
    ['trace-cmd report', `          insmod-241   [001]    84.049519: ${RO}`, 241],
    ['trace-cmd report -l', `  insmod-241     1d..1    84.049519: ${RO}`, 241],
    ['bpftrace', 'insmod-241 [1] 84049519123456: set_memory_ro: addr=0xffffffffa0205000 numpages=10', 241],
    ['quoted', `> >   insmod-241 [001] ..... 84.049519: ${RO}`, 241],
  ])('[TRACE-2] %s', (_, line, pid) => {
    expect(good(`${line}\n`).calls).toEqual([{ ...CALL, pid }]);
    expect(good(`# tracer: nop\n#\n${line}\r\n`).calls).toEqual([{ ...CALL, pid }]);
  });

  it('[TRACE-2] a return probe and other events are no calls', () => {
    const line = '  insmod-241 [001] 84.049519: ';
    const text = `${line}${RO}\n${line}ro_ret: (load_module+0x12/0x100 <- set_memory_ro) arg1=0x0\n${line}flush_tlb_all: (flush_tlb_all+0x0/0x2a)\n`;
    const { calls, events } = good(text);
    expect([calls.length, events]).toEqual([1, 3]);
  });
});

describe('a trace that is not as the tracer wrote it', () => {
  it.each([60, 72, 76])('[TRACE-3] wrapped by mail at %i columns, quoted', (columns) => {
    const whole = Buffer.from(fixtureBytes('captures/K1/frag/trace_pipe.txt.gz'))
      .toString('latin1')
      .split('\n')
      .slice(0, 400);
    const wrapped = whole.flatMap((line) => wrap(line, columns)).map((line) => `> ${line}`);
    const straight = good(`${whole.join('\n')}\n`);
    const { calls, marks, warnings } = good(`${wrapped.join('\n')}\n`);
    expect(calls).toEqual(straight.calls);
    expect(marks).toEqual(straight.marks);
    expect(warnings).toEqual([expect.stringMatching(/events of trace.txt that mail had broken were joined/)]);
  });

  it('[TRACE-3] lost events, other lines and a last line without an end are said', () => {
    const line = `  insmod-241 [001] 84.1: ${RO}\n`;
    const { calls, warnings } = good(`hello\n${line}CPU:1 [LOST 1234 EVENTS]\n${line}${line.slice(0, -2)}`);
    expect(calls.length).toBe(2);
    expect(warnings).toEqual([
      expect.stringContaining('The tracer lost 1,234 events of trace.txt'),
      'The last line of trace.txt has no line end, so it may be cut: it is left out.',
      'Ignored 1 lines of trace.txt that are no events, first line 1: "hello".',
    ]);
  });

  it('[TRACE-3] lost events that are not counted are said, and that no event is a call', () => {
    const { warnings } = good(`# tracer: nop\nCPU:1 [LOST EVENTS]\n  sh-1 [000] 1.5: sched_switch: prev_comm=sh\n`);
    expect(warnings).toEqual([
      expect.stringMatching(/^The tracer lost events of trace\.txt/),
      expect.stringMatching(/^None of the events of trace\.txt \(1\) changes page attributes/),
    ]);
  });

  it.each([
    ['  insmod-241 [001] ..... 84.049519: set_memory_ro <-module_enable_ro', /nop > current_tracer/],
    [' 0)   0.451 us    |      set_memory_ro();', /nop > current_tracer/],
    [' insmod probe:set_memory_ro: (ffffffff81078d40) addr=0x1000 numpages=1', /without -F/],
    [' insmod 241 [001] probe:set_memory_ro: (ffffffff81078d40) addr=0x1000 numpages=1', /without -F/],
  ])('[TRACE-4] lines that say less than is needed: %s', (line, remedy) => {
    const result = read(`# tracer: function\n${line}\n`);
    expect(result.ok ? '' : result.problem.remedy).toMatch(remedy);
  });

  it.each([
    ['no pages', 'set_memory_ro: (set_memory_ro+0x0/0x19) addr=0xffffffffa0205000', 'it has no "numpages="'],
    ['odd number', RO.replace('=10', '=ten'), 'numpages is "ten", which is no number'],
    ['negative number', RO.replace('=10', '=-1'), 'numpages is -1, which no call can have'],
    [
      'no mask',
      '__change_page_attr_set_clr: (__change_page_attr_set_clr+0x0/0x90b) addr=0x1000 numpages=1',
      'it has no "mask_set="',
    ],
  ])('[TRACE-4] %s is a message at its line', (_, event, what) => {
    const result = read(`# tracer: nop\n  a-1 [000] 1.5: ${RO}\n  a-1 [000] 1.5: ${event}\n  a-1 [000] 1.5: ${RO}\n`);
    expect(result.ok ? '' : [result.problem.title, result.problem.excerpt.find(({ fault }) => fault)?.line]).toEqual([
      'trace.txt cannot be read at line 3',
      3,
    ]);
    expect(result.ok ? '' : result.problem.detail).toContain(what);
  });

  it('[TRACE-4] a text without events is a message', () => {
    expect(read('# tracer: nop\n#\n')).toMatchObject({ ok: false, problem: { title: 'trace.txt has no events' } });
  });

  it('[OPEN-8] cut at any byte it has only whole events, and says that the last is missing', () => {
    const bytes = fixtureBytes('captures/K2/frag/trace_pipe.txt.gz').subarray(0, 3000);
    const lines = Buffer.from(bytes).toString().split('\n');
    const all = good(`${lines.slice(0, -1).join('\n')}\n`).calls;
    for (let length = 0; length < bytes.length; length++) {
      const result = read(bytes.subarray(0, length), 1000);
      if (!result.ok) expect(result.problem.title).toMatch(/has no events|cannot be read/);
      else {
        expect(result.value.calls).toEqual(all.slice(0, result.value.calls.length));
        const last = Buffer.from(bytes.subarray(0, length)).toString().split('\n').at(-1) ?? '';
        const noCall = result.value.calls.length === 0 ? 1 : 0;
        expect(result.value.warnings.length).toBe(noCall + (last.trim() === '' ? 0 : 1));
      }
    }
  });

  it('[OPEN-14] a line without an end is a message with the bound', () => {
    expect(read(new Uint8Array(40_000).fill(65), 5000)).toMatchObject({
      ok: false,
      problem: { detail: expect.stringContaining('16,384 bytes in one line') },
    });
  });
});

/** Breaks a line at blanks as mail programs do. */
function wrap(line: string, columns: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > columns) {
    const blank = rest.lastIndexOf(' ', columns);
    const at = rest.slice(0, blank).trim() === '' ? rest.indexOf(' ', columns) : blank;
    if (at < 0) break;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...lines, rest];
}
