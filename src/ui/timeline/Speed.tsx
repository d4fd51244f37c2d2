import { useId } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { speedText } from '../text/speed-text.ts';
import './Speed.css';

/** How fast the run plays: 0.1 to 100 times, even steps of the slider are even factors. */
export function Speed() {
  const { commands } = useAppContext();
  const id = useId();
  const speed = useApp((state) => state.speed);
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
