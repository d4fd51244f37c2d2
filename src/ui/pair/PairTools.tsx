import { useApp, useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { countText } from '../text/number-text.ts';

/** How much differs, what marks it, and the way out of the comparison. */
export function PairTools() {
  const { commands } = useAppContext();
  const comparison = useApp((state) => state.comparison);
  return (
    <div className="pair-tools">
      {comparison !== undefined && (
        <button
          type="button"
          className="pair-differs"
          data-testid="pair-differs"
          aria-haspopup="dialog"
          title="What differs, as a list (D)"
          onClick={() => commands.setDialog('compare')}
        >
          {comparison.pages === 0 ? (
            'no difference'
          ) : (
            <>
              <span className="pair-mark" aria-hidden="true" />
              {countText(comparison.pages, 'page differs', 'pages differ')}
            </>
          )}
        </button>
      )}
      <button
        type="button"
        className="button pair-end"
        data-testid="pair-end"
        title="End comparison (c)"
        onClick={() => commands.setBeside(undefined)}
      >
        <Icon name="close" />
        <span className="pair-end-words">End comparison</span>
      </button>
    </div>
  );
}
