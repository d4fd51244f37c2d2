import type { GoldenHeader } from '../formats/golden-trace.ts';
import { LeafRunBuilder } from '../x86/leaf-run-builder.ts';

/** The leaves of a recording's window; more can be appended. */
export function windowLeaves({ windowPfn, runs }: GoldenHeader): LeafRunBuilder {
  const leaves = new LeafRunBuilder();
  for (const { start, level, prot, count } of runs) leaves.append(windowPfn + start, level, prot, count);
  return leaves;
}
