import { useApp } from './app-context.ts';
import { stepText } from './text/step-text.ts';

/** What a screen reader says: the newest announcement, and at rest what the step on the screen did; `of`: on which side. */
export function LiveRegion({ of }: { readonly of?: string | undefined }) {
  const announcement = useApp((state) => state.announcement);
  const run = useApp((state) => state.run);
  const frame = useApp((state) => (state.playing ? undefined : state.frame));
  return (
    <div className="unseen" data-testid="live" role="status" aria-live="polite" aria-atomic="false">
      <p>{announcement}</p>
      <p>{run !== undefined && frame !== undefined && `${of === undefined ? '' : `${of}: `}${stepText(run, frame)}`}</p>
    </div>
  );
}
