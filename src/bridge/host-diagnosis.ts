import { type Diagnosed, diagnose, diagnosisText, policyWins, standingSplits, touchingCalls } from '../engine/index.ts';
import { operationName } from '../workloads/operation-text.ts';
import type { Session } from '../workloads/session.ts';
import type { DiagnosisInfo } from './diagnosis-info.ts';

/** What keeps the open machine in pieces at its step; `format`: what it was read from, of a scenario its provenance. */
export function diagnosisOf({ run, workload }: Session, format: string): DiagnosisInfo {
  const { machine } = run;
  const standing = standingSplits(run, operationName);
  const found = {
    diagnosis: diagnose(machine),
    wins: policyWins(machine),
    standing,
    touching: standing.length > 0 ? [] : touchingCalls(run, operationName),
  };
  const name = momentName(workload.title, run.step, run.steps);
  const told: Diagnosed = { name, format, machine, warnings: workload.warnings, note: workload.note, ...found };
  const { diagnosis, ...rest } = found;
  return { ...diagnosis, ...rest, text: diagnosisText(told).join('\n') };
}

/** "8 GiB guest, step 3,300 of 6,194"; of a snapshot only its title. */
export const momentName = (title: string, step: number, steps: number): string =>
  steps === 0 ? title : `${title}, step ${step.toLocaleString('en-US')} of ${steps.toLocaleString('en-US')}`;
