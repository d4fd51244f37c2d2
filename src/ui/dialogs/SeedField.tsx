import { useId } from 'react';
import './SeedField.css';

interface SeedFieldProps {
  readonly seed: number;
  readonly onSeed: (seed: number) => void;
}

const GREATEST = 2 ** 31 - 1;

/** The number that seeded scenarios begin with: the same number gives the same run. */
export function SeedField({ seed, onSeed }: SeedFieldProps) {
  const id = useId();
  return (
    <div className="seed-field" title="Seeded scenarios give the same run for the same number">
      <label htmlFor={id}>Seed</label>
      <input
        id={id}
        type="number"
        className="field mono"
        data-testid="seed"
        min={0}
        max={GREATEST}
        step={1}
        value={seed}
        onChange={(event) => {
          const typed = Math.round(event.target.valueAsNumber);
          if (typed >= 0 && typed <= GREATEST) onSeed(typed);
        }}
      />
    </div>
  );
}
