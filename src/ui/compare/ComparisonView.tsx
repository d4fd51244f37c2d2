import type { ShownComparison } from '../../store/state.ts';
import { useAppContext } from '../app-context.ts';
import { CopyText } from '../CopyText.tsx';
import { Icon } from '../Icon.tsx';
import { addressText } from '../text/address-text.ts';
import { countText, numberText } from '../text/number-text.ts';
import '../Figures.css';

const SIZES = ['1G', '2M', '4K'] as const;
/** Kinds of change that are listed; the copied text has the first twelve, too. */
const LISTED = 12;

/** What differs: pages by size, splits and merges, protection; what changed can be looked at on the map. */
export function ComparisonView({ shown }: { readonly shown: ShownComparison }) {
  const { commands } = useAppContext();
  const { before, after, columns, split, merged, protection, appeared, disappeared, text } = shown.of;
  const rows = [
    ...protection,
    { what: 'present only now', ...appeared },
    { what: 'present only before', ...disappeared },
  ].filter(({ pages }) => pages > 0);
  return (
    <div className="compare-result" data-testid="compare-result">
      <div className="compare-head">
        <p>
          {columns.count === 0 ? (
            <b>No difference.</b>
          ) : (
            <>
              <b data-testid="compare-splits">
                Split: {numberText(split['1G'])} of 1G and {numberText(split['2M'])} of 2M. Merged:{' '}
                {numberText(merged['1G'])} of 1G and {numberText(merged['2M'])} of 2M.
              </b>{' '}
              Net: what split and merged again is not counted.
            </>
          )}{' '}
          From {before.name} ({before.format}) to {after.name} ({after.format}).
        </p>
        <CopyText text={text} name="comparison" />
      </div>
      {columns.count > 0 && (
        <>
          <p className="compare-marked">
            <span data-testid="compare-marked">
              {countText(shown.marked.length, 'region is', 'regions are')} marked on the map, until the step changes.
            </span>
            <button
              type="button"
              className="button"
              data-testid="compare-show"
              onClick={() => commands.setDialog(undefined)}
            >
              Show the map
            </button>
            <button
              type="button"
              className="button"
              data-testid="compare-clear"
              onClick={() => commands.clearComparison()}
            >
              Clear
            </button>
          </p>
          <div className="compare-tables">
            <table className="figures">
              <caption className="heading">Pages by size</caption>
              <thead>
                <tr>
                  <th scope="col">Size</th>
                  <th scope="col">Before</th>
                  <th scope="col">Now</th>
                  <th scope="col">Change</th>
                </tr>
              </thead>
              <tbody>
                {SIZES.map((size) => (
                  <tr key={size} data-testid={`compare-size-${size}`}>
                    <th scope="row">{size}</th>
                    <td className="mono">{numberText(before.leaves[size])}</td>
                    <td className="mono">{numberText(after.leaves[size])}</td>
                    <td className="mono">{signedText(after.leaves[size] - before.leaves[size])}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <table className="figures">
              <caption className="heading">Changed pages of 4K</caption>
              <thead>
                <tr>
                  <th scope="col">What</th>
                  <th scope="col">Pages</th>
                  <th scope="col">Stretches</th>
                  <th scope="col">First</th>
                </tr>
              </thead>
              <tbody>
                {rows.length === 0 && (
                  <tr>
                    <td colSpan={4}>Only sizes changed, no protection.</td>
                  </tr>
                )}
                {rows.slice(0, LISTED).map(({ what, pages, ranges, firstPfn }) => (
                  <tr key={what} data-testid="compare-row">
                    <th scope="row">{what}</th>
                    <td className="mono">{numberText(pages)}</td>
                    <td className="mono">{numberText(ranges)}</td>
                    <td>{firstPfn !== undefined && <FirstPage pfn={firstPfn} />}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {rows.length > LISTED && <p className="detail">and {countText(rows.length - LISTED, 'more kind')}</p>}
        </>
      )}
      {columns.count === 0 && (
        <p className="compare-same">
          <Icon name="check" /> Every present page has the same size and protection.
        </p>
      )}
    </div>
  );
}

function FirstPage({ pfn }: { readonly pfn: number }) {
  const { commands, map } = useAppContext();
  return (
    <button
      type="button"
      className="link mono"
      onClick={() => {
        const region = { level: 1, pfn } as const;
        commands.setDialog(undefined);
        commands.select(region);
        map?.zoomTo(region, true);
      }}
    >
      {addressText(pfn)}
    </button>
  );
}

const signedText = (value: number): string =>
  value > 0 ? `+${numberText(value)}` : value < 0 ? `−${numberText(-value)}` : '0';
