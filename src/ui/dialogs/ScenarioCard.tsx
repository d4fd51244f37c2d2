import './ScenarioCard.css';

interface ScenarioCardProps {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** "recorded", a policy: a word or two each. */
  readonly facts: readonly string[];
  readonly current: boolean;
  readonly onOpen: () => void;
}

/** One entry of the library: what it shows, and what it is. */
export function ScenarioCard({ id, title, summary, facts, current, onOpen }: ScenarioCardProps) {
  return (
    <li>
      <button
        type="button"
        className="scenario-card"
        data-testid={`scenario-${id}`}
        aria-current={current ? 'true' : undefined}
        onClick={onOpen}
      >
        <span className="scenario-title">{title}</span>
        <span className="scenario-summary">{summary}</span>
        <span className="scenario-facts">
          {facts.map((fact) => (
            <span key={fact} className="pill">
              {fact}
            </span>
          ))}
          {current && <b className="scenario-open">open now</b>}
        </span>
      </button>
    </li>
  );
}
