import { useState } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { numberText } from '../text/number-text.ts';
import './StepNumber.css';

/** The step on the screen and how many there are; press it to type another one. */
export function StepNumber() {
  const { commands } = useAppContext();
  const step = useApp((state) => state.frame?.step ?? state.step);
  const steps = useApp((state) => state.run?.steps ?? 0);
  const [typed, setTyped] = useState<string>();
  const go = (): void => {
    const wanted = Number((typed ?? '').replaceAll(/[\s,]/g, ''));
    setTyped(undefined);
    if (typed !== undefined && typed.trim() !== '' && Number.isFinite(wanted)) void commands.seek(wanted);
  };
  return (
    <p className="step-number">
      {typed === undefined ? (
        <button
          type="button"
          className="step-number-value"
          data-testid="step-number"
          title="Type a step to go to"
          disabled={steps === 0}
          onClick={() => setTyped(`${step}`)}
        >
          <span className="unseen">Step </span>
          {numberText(step)}
        </button>
      ) : (
        <input
          className="step-number-value"
          data-testid="step-number-input"
          aria-label="Step to go to"
          inputMode="numeric"
          size={7}
          value={typed}
          // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
          autoFocus
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={go}
          onKeyDown={(event) => {
            if (event.key === 'Enter') go();
            if (event.key === 'Escape') {
              event.stopPropagation();
              setTyped(undefined);
            }
          }}
        />
      )}
      <span className="step-number-of">
        of {numberText(steps)}
        {steps < 100_000 && <span className="step-number-steps"> steps</span>}
      </span>
    </p>
  );
}
