import { useLayoutEffect, useRef, useState } from 'react';
import { useApp, useAppContext, useOther } from '../app-context.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
import { Icon } from '../Icon.tsx';
import { numberText } from '../text/number-text.ts';
import { ComparisonView } from './ComparisonView.tsx';
import './Compare.css';

/** Compares the machine on the screen with another step of the run, or with a machine in a file; side by side it lists what differs. */
export function Compare() {
  const { commands, other: beside } = useAppContext();
  const paired = beside !== undefined;
  const noteBeside = useOther((state) => state.run?.note);
  const run = useApp((state) => state.run);
  const step = useApp((state) => state.frame?.step ?? 0);
  const busy = useApp((state) => state.busy);
  const comparison = useApp((state) => state.comparison);
  const input = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState('0');
  useLayoutEffect(() => field.current?.select(), []);
  if (run === undefined) return null;
  const other = Number(wanted);
  const fits = /^\d+$/.test(wanted) && other <= run.steps;
  return (
    <Dialog name={paired ? 'What differs' : 'What changed'} wide onClose={() => commands.setDialog(undefined)}>
      {paired ? (
        <>
          <p className="compare-lead" data-testid="compare-notes">
            Left: {run.note} Right: {noteBeside}
          </p>
          {comparison === undefined && <p className="compare-lead">Both sides are compared when they stand still.</p>}
        </>
      ) : (
        <>
          <p className="compare-lead">
            From another moment or machine to what is on the screen: {run.title}
            {run.steps > 0 && `, step ${numberText(step)}`}.
          </p>
          <div className="compare-ways">
            {run.steps > 0 && (
              <form
                className="compare-step"
                onSubmit={(event) => {
                  event.preventDefault();
                  if (fits) void commands.compare({ kind: 'step', step: other });
                }}
              >
                <label htmlFor="compare-step">From step</label>
                <input
                  ref={field}
                  id="compare-step"
                  className="field mono"
                  data-testid="compare-step"
                  inputMode="numeric"
                  autoComplete="off"
                  value={wanted}
                  aria-invalid={!fits}
                  aria-describedby="compare-range"
                  onChange={(event) => setWanted(event.target.value.trim())}
                />
                <button type="submit" className="button button-main" data-testid="compare-with-step" disabled={!fits}>
                  Compare
                </button>
                <span className={fits ? 'detail' : 'detail compare-wrong'} id="compare-range">
                  0 to {numberText(run.steps)}
                </span>
              </form>
            )}
            <button
              type="button"
              className="button"
              data-testid="compare-with-file"
              onClick={() => input.current?.click()}
            >
              <Icon name="file" />
              Compare with a file
            </button>
            <input
              ref={input}
              type="file"
              hidden
              data-testid="compare-file"
              aria-label="File to compare with"
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = '';
                if (file !== undefined) void commands.compare({ kind: 'file', name: file.name, blob: file });
              }}
            />
          </div>
        </>
      )}
      <div aria-live="polite">
        {busy !== undefined && <p className="detail">{busy.what} …</p>}
        {comparison !== undefined && busy === undefined && <ComparisonView shown={comparison} />}
      </div>
    </Dialog>
  );
}
