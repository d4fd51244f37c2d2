import { useAppContext } from '../app-context.ts';
import type { DiagnosisInfo } from '../data.ts';
import { numberText } from '../text/number-text.ts';

interface CulpritsProps {
  readonly info: DiagnosisInfo;
  /** Steps of the run; without any, nothing is known of who did it. */
  readonly steps: number;
}

/** Who split what is still in pieces, as far as the run shows. */
export function Culprits({ info, steps }: CulpritsProps) {
  const { commands } = useAppContext();
  const { standing } = info;
  return (
    <section className="diagnosis-card" aria-labelledby="diagnosis-who">
      <h3 className="heading" id="diagnosis-who">
        Who did it
      </h3>
      {standing.length === 0 ? (
        <p className="detail">
          {steps === 0
            ? 'A snapshot does not tell. Open it together with a trace of CPA, and the calls are named here.'
            : 'No call of this run split what is in pieces now: it was so before.'}
        </p>
      ) : (
        <ul className="diagnosis-list">
          {standing.map((one) => (
            <li key={one.who} data-testid="diagnosis-who-row">
              <div>
                <p className="mono">{one.who}</p>
                <p className="detail">split {splitText(one)}, in pieces since</p>
              </div>
              <button
                type="button"
                className="button"
                aria-label={`Go to step ${numberText(one.firstStep)}, the first split by ${one.who}`}
                onClick={() => {
                  commands.setDialog(undefined);
                  void commands.seek(one.firstStep);
                }}
              >
                Step {numberText(one.firstStep)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const splitText = (splits: DiagnosisInfo['standing'][number]): string =>
  (['1G', '2M'] as const)
    .filter((size) => splits[size] > 0)
    .map((size) => `${numberText(splits[size])} × ${size}`)
    .join(' and ');
