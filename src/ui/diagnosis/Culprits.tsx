import { useAppContext } from '../app-context.ts';
import type { DiagnosisInfo } from '../data.ts';
import { countText, numberText } from '../text/number-text.ts';

interface CulpritsProps {
  readonly info: DiagnosisInfo;
  /** Steps of the run; without any, nothing is known of who did it. */
  readonly steps: number;
}

/** Who split what is still in pieces, as far as the run shows. */
export function Culprits({ info, steps }: CulpritsProps) {
  const { standing, touching } = info;
  return (
    <section className="diagnosis-card" aria-labelledby="diagnosis-who">
      <h3 className="heading" id="diagnosis-who">
        Who did it
      </h3>
      {standing.length === 0 && <p>{before(steps, touching.length)}</p>}
      <ul className="diagnosis-list">
        {standing.map((one) => (
          <Culprit key={one.who} who={one.who} step={one.firstStep} what={`split ${splitText(one)}, in pieces since`} />
        ))}
        {touching.map(({ who, tables, firstStep }) => (
          <Culprit key={who} who={who} step={firstStep} what={`on pages of ${countText(tables, 'table')}, first at`} />
        ))}
      </ul>
    </section>
  );
}

interface CulpritProps {
  readonly who: string;
  readonly what: string;
  readonly step: number;
}

function Culprit({ who, what, step }: CulpritProps) {
  const { commands } = useAppContext();
  return (
    <li data-testid="diagnosis-who-row">
      <div>
        <p className="mono">{who}</p>
        <p className="detail">{what}</p>
      </div>
      <button
        type="button"
        className="button"
        aria-label={`Go to step ${numberText(step)}, the first of ${who}`}
        onClick={() => {
          commands.setDialog(undefined);
          void commands.seek(step);
        }}
      >
        Step {numberText(step)}
      </button>
    </li>
  );
}

function before(steps: number, touching: number): string {
  if (steps === 0)
    return 'A snapshot does not tell. Open it together with a trace of CPA, and the calls are named here.';
  const none = 'No call up to this step split what is in pieces now: it was so before.';
  return touching === 0
    ? none
    : `${none} If the trace is older than the dump, it was probably one of these calls of the trace on the same tables:`;
}

const splitText = (splits: DiagnosisInfo['standing'][number]): string =>
  (['1G', '2M'] as const)
    .filter((size) => splits[size] > 0)
    .map((size) => `${numberText(splits[size])} × ${size}`)
    .join(' and ');
