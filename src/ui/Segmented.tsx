import { useId } from 'react';
import './Segmented.css';

/** One choice of a Segmented control. */
export interface Segment<Id extends string> {
  readonly id: Id;
  readonly name: string;
  /** What it means, for the tooltip. */
  readonly meaning: string;
}

interface SegmentedProps<Id extends string> {
  /** Name of the group for screen readers. */
  readonly label: string;
  readonly segments: readonly Segment<Id>[];
  readonly chosen: Id;
  readonly disabled?: boolean;
  readonly className: string;
  /** Test ids are this, a dash and the segment's id. */
  readonly testId: string;
  readonly onChoose: (id: Id) => void;
}

/** A few choices side by side, one of them chosen. */
export function Segmented<Id extends string>({
  label,
  segments,
  chosen,
  disabled = false,
  className,
  testId,
  onChoose,
}: SegmentedProps<Id>) {
  const group = useId();
  return (
    <div className={`segmented ${className}`} role="radiogroup" aria-label={label}>
      {segments.map(({ id, name, meaning }) => (
        <label key={id} className="segment" title={meaning}>
          <input
            type="radio"
            name={group}
            data-testid={`${testId}-${id}`}
            checked={chosen === id}
            disabled={disabled}
            onChange={() => onChoose(id)}
          />
          <span>{name}</span>
        </label>
      ))}
    </div>
  );
}
