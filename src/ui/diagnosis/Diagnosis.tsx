import { useEffect, useState } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { CopyText } from '../CopyText.tsx';
import type { DiagnosisInfo } from '../data.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { numberText } from '../text/number-text.ts';
import { Culprits } from './Culprits.tsx';
import { diagnosisLead } from './diagnosis-lead.ts';
import { PolicyWins } from './PolicyWins.tsx';
import { SizesNow } from './SizesNow.tsx';
import { TableGroups } from './TableGroups.tsx';
import { WritableCode } from './WritableCode.tsx';
import './Diagnosis.css';

/** What keeps the machine in pieces at this step, who did it, and what each policy would win back. */
export function Diagnosis() {
  const { commands } = useAppContext();
  const run = useApp((state) => state.run);
  const step = useApp((state) => state.frame?.step);
  const [info, setInfo] = useState<DiagnosisInfo>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run or step has another diagnosis
  useEffect(() => {
    let wanted = true;
    void commands.diagnose().then((found) => {
      if (wanted) setInfo(found);
    });
    return () => {
      wanted = false;
    };
  }, [commands, run, step]);
  if (run === undefined || step === undefined) return null;
  return (
    <Dialog name="Diagnosis" wide onClose={() => commands.setDialog(undefined)}>
      <div className="diagnosis" data-testid={info && 'diagnosis'} aria-busy={info === undefined}>
        <p className="diagnosis-where">
          {run.title}
          {run.steps > 0 && `, step ${numberText(step)} of ${numberText(run.steps)}`}
        </p>
        {info === undefined && <p className="diagnosis-lead">Reading every table …</p>}
        {info !== undefined && (
          <>
            <div className="diagnosis-head">
              <p className="diagnosis-lead" data-testid="diagnosis-lead">
                {diagnosisLead(info)}
              </p>
              <div className="diagnosis-tools">
                <button
                  type="button"
                  className="button"
                  data-testid="diagnosis-compare"
                  onClick={() => commands.setDialog('compare')}
                >
                  What changed
                </button>
                <CopyText text={info.text} name="diagnosis" />
              </div>
            </div>
            <div className="diagnosis-cards">
              <SizesNow info={info} />
              <TableGroups info={info} />
              <PolicyWins info={info} />
              <Culprits info={info} steps={run.steps} />
              <WritableCode info={info} />
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
