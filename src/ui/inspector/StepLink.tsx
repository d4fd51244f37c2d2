import { useAppContext } from '../app-context.ts';
import { numberText } from '../text/number-text.ts';

interface StepLinkProps {
  readonly step: number;
  /** "step 3,003" instead of "3,003". */
  readonly named?: boolean;
}

/** A step that seeks to itself. */
export function StepLink({ step, named = false }: StepLinkProps) {
  const { commands } = useAppContext();
  return (
    <button
      type="button"
      className={named ? 'link' : 'link mono'}
      aria-label={`Go to step ${numberText(step)}`}
      onClick={() => void commands.seek(step)}
    >
      {named ? `step ${numberText(step)}` : numberText(step)}
    </button>
  );
}
