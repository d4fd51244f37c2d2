import type { Operation } from '../engine/index.ts';
import { detect } from '../formats/detect.ts';
import { type GoldenTrace, readGoldenTrace } from '../formats/golden-trace.ts';
import { readRunTrace } from '../formats/run-trace.ts';
import { recordedMachine } from '../workloads/recorded.ts';
import { workloadOfTrace } from '../workloads/traced-run.ts';
import { whyNotAsWritten } from '../workloads/why-not-as-written.ts';
import type { Workload } from '../workloads/workload.ts';
import type { PolicyChoice } from '../x86/set-memory.ts';
import { goodOf } from './open-file.ts';
import { InputError, nameOf, readBytes } from './read-input.ts';
import { traceOperation } from './trace-operation.ts';
import { windowLeaves } from './window-leaves.ts';

/** The run that a file holds, and the policy it was made under. Throws InputError for a file without a run. */
export function fileWorkload(path: string): { readonly workload: Workload; readonly own: PolicyChoice } {
  const bytes = readBytes(path);
  const format = detect(bytes);
  const text = (): string => new TextDecoder().decode(bytes);
  if (format === 'run-trace') {
    const trace = goodOf(readRunTrace(nameOf(path), text()));
    const otherwise = whyNotAsWritten(trace);
    if (otherwise !== undefined) throw new InputError(`${path} is not as it was written: ${otherwise}`);
    return { workload: workloadOfTrace(trace, []), own: trace.choice };
  }
  if (format === 'golden-trace') {
    const trace = goodOf(readGoldenTrace(nameOf(path), text()));
    return { workload: goldenWorkload(nameOf(path), trace), own: trace.header.choice };
  }
  throw new InputError(
    `${path} holds no run. Give a scenario of the library (see --help), a run that was saved, or a recorded trace; for a machine there is \`npm run --silent inspect\``,
  );
}

function goldenWorkload(name: string, { header, operations }: GoldenTrace): Workload {
  const directMapBase = BigInt(`0x${header.windowVa}`) - (BigInt(header.windowPfn) << 12n);
  const known = operations
    .map((recorded) => traceOperation(header, recorded))
    .filter((operation): operation is Operation => typeof operation !== 'number');
  const left = operations.length - known.length;
  const about = { title: name, note: `Recorded on Linux ${header.kernel}.`, startStep: 0, startAt: undefined };
  const warnings = left === 0 ? [] : [`${left} operations never reached the kernel and are left out.`];
  const machine = recordedMachine(
    windowLeaves(header).runs(),
    { directMapBase, pagingLevels: 4 },
    { ...about, warnings },
  );
  return { ...machine, operations: known };
}
