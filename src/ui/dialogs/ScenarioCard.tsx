import type { Scenario } from '../data.ts';
import { policyTitle } from '../text/policy-title.ts';
import './ScenarioCard.css';

interface ScenarioCardProps {
  readonly scenario: Scenario;
  readonly current: boolean;
  readonly onOpen: () => void;
}

/** One scenario: what it shows, and whether it is recorded or simulated. */
export function ScenarioCard({ scenario, current, onOpen }: ScenarioCardProps) {
  const { id, title, summary, provenance, policy, seeded } = scenario;
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
          <span className="pill">{provenance}</span>
          <span className="pill">{policyTitle(policy.policy)}</span>
          {seeded && <span className="pill">seeded</span>}
          {current && <b className="scenario-open">open now</b>}
        </span>
      </button>
    </li>
  );
}
