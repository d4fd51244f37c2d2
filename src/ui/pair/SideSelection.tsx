import { useApp, useAppContext } from '../app-context.ts';
import { inspectionTitle } from '../text/inspection-title.ts';
import { countText } from '../text/number-text.ts';
import { policyWord } from '../text/policy-word.ts';
import { regionName } from '../text/region-name.ts';

/** What the selected region is on this side, in a line. */
export function SideSelection() {
  const { side } = useAppContext();
  const selection = useApp((state) => state.selection);
  const also = useApp((state) => state.also.length);
  const inspection = useApp((state) => state.inspection);
  const word = useApp((state) => policyWord(state.choice.policy));
  if (selection === undefined)
    return <p className="side-selection">{side === 'left' && 'Select a region to see what it is on both sides.'}</p>;
  if (also > 0) return <p className="side-selection">{countText(also + 1, 'region')} selected.</p>;
  if (inspection === undefined) return <p className="side-selection" />;
  const { whyNot } = inspection.table ?? {};
  const title = inspectionTitle(inspection).title;
  return (
    <p className="side-selection" data-testid="side-selection">
      <span className="mono">{regionName(inspection.region)}</span> <b>{title}</b>
      {inspection.mapped === 'table' && whyNot !== undefined && (
        <span>
          {' '}
          Does not {word}: {whyNot.sentence}
        </span>
      )}
    </p>
  );
}
