import { useId } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { speedText } from '../text/speed-text.ts';
import { PHONE, useMedia } from '../use-media.ts';
import './Speed.css';

const CHOICES: readonly number[] = [0.1, 0.5, 1, 2, 4, 10, 40, 100];

/** How fast the run plays: 0.1 to 100 times, even steps of the slider are even factors. */
export function Speed() {
  const { commands } = useAppContext();
  const id = useId();
  const phone = useMedia(PHONE);
  const speed = useApp((state) => state.speed);
  if (phone)
    return (
      <select
        className="speed-select mono"
        data-testid="speed"
        aria-label="Speed"
        value={speed}
        onChange={(event) => commands.setSpeed(Number(event.target.value))}
      >
        {[...new Set([...CHOICES, speed])]
          .sort((a, b) => a - b)
          .map((choice) => (
            <option key={choice} value={choice}>
              {speedText(choice)}x
            </option>
          ))}
      </select>
    );
  return (
    <div className="speed">
      <label htmlFor={id} className="speed-label">
        Speed
      </label>
      <input
        id={id}
        type="range"
        data-testid="speed"
        min={-1}
        max={2}
        step={0.05}
        value={Math.log10(speed)}
        aria-valuetext={`${speedText(speed)} times`}
        onChange={(event) => commands.setSpeed(roundSpeed(10 ** Number(event.target.value)))}
      />
      <span className="mono speed-value">{speedText(speed)}x</span>
    </div>
  );
}

/** Two significant digits. */
const roundSpeed = (speed: number): number => Number(speed.toPrecision(2));
