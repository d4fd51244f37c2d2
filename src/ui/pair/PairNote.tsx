import { sharedParts } from '../../store/joined-time.ts';
import { sameSource } from '../../store/same-source.ts';
import { useApp, useOther } from '../app-context.ts';
import { countText } from '../text/number-text.ts';

/** How the time of the two sides is joined. */
export function PairNote() {
  const run = useApp((state) => state.run);
  const other = useOther((state) => state.run);
  const left = useApp((state) => state.source);
  const right = useOther((state) => state.source);
  if (run === undefined || other === undefined || right === undefined) return null;
  const same = sameSource(left, right);
  const parts = sharedParts(run, other);
  return (
    <p className="pair-note" title="The timeline is that of the left side.">
      {same
        ? 'the same calls on both sides'
        : parts > 0
          ? `the same work on both sides, joined at ${countText(parts, 'part')}`
          : 'both from beginning to end'}
    </p>
  );
}
