import type { Comparison } from '../../store/state.ts';
import { otherRam } from '../../x86/other-ram.ts';
import { useAppContext } from '../app-context.ts';
import { CopyText } from '../CopyText.tsx';
import { Figures } from '../Figures.tsx';
import { Icon } from '../Icon.tsx';
import { addressText } from '../text/address-text.ts';
import { countText, numberText } from '../text/number-text.ts';
import { signedText } from '../text/signed-text.ts';

const SIZES = ['1G', '2M', '4K'] as const;
/** Kinds of change that are listed; the copied text has the first twelve, too. */
const LISTED = 12;

/** What differs: pages by size, splits and merges, protection; what changed can be looked at on the map. */
export function ComparisonView({ shown }: { readonly shown: Comparison }) {
  const { commands, other } = useAppContext();
  const paired = other !== undefined;
  const [first, second] = paired ? (['Left', 'Right'] as const) : (['Before', 'Now'] as const);
  const { before, after, columns, pages: differing, split, merged, protection, appeared, disappeared, text } = shown;
  const rows = [
    ...protection,
    { what: `present only ${paired ? 'at the right' : 'now'}`, ...appeared },
    { what: `present only ${paired ? 'at the left' : 'before'}`, ...disappeared },
  ].filter(({ pages }) => pages > 0);
  return (
    <div className="compare-result" data-testid="compare-result">
      <div className="compare-head">
        <div>
          {columns.count === 0 ? (
            <p className="compare-same">
              <Icon name="check" /> No difference: every present page has the same size and protection.
            </p>
          ) : (
            <p className="compare-lead">
              <b data-testid="compare-splits">
                Split: {numberText(split['1G'])} of 1G and {numberText(split['2M'])} of 2M. Merged:{' '}
                {numberText(merged['1G'])} of 1G and {numberText(merged['2M'])} of 2M.
              </b>{' '}
              {paired
                ? 'Of the right side, beside the left one.'
                : 'Net: what split and merged again in between is not counted.'}
            </p>
          )}
          <dl className="compare-sides detail">
            <dt>{first}</dt>
            <dd>
              {before.name} ({before.format})
            </dd>
            <dt>{second}</dt>
            <dd>
              {after.name} ({after.format})
            </dd>
          </dl>
        </div>
        <CopyText text={text} name="comparison" />
      </div>
      {!paired && otherRam(before.pages, after.pages) && (
        <p className="compare-marked" data-testid="compare-other-ram">
          Before {countText(before.pages, 'page of 4K was', 'pages of 4K were')} mapped, now {numberText(after.pages)}:
          these are two machines, or memory was added or taken away.
        </p>
      )}
      {columns.count > 0 && (
        <>
          <p className="compare-marked">
            <span data-testid="compare-marked">
              {countText(differing, 'page of 4K is', 'pages of 4K are')} marked{' '}
              {paired ? 'on both maps.' : 'on the map, until the step changes.'}
            </span>
            <button
              type="button"
              className="button"
              data-testid="compare-show"
              onClick={() => commands.setDialog(undefined)}
            >
              Show the map
            </button>
            {!paired && (
              <button
                type="button"
                className="button"
                data-testid="compare-clear"
                onClick={() => commands.clearComparison()}
              >
                Clear
              </button>
            )}
          </p>
          <div className="compare-tables">
            <Figures
              caption="Pages by size"
              head={['Size', first, second, 'Change']}
              rows={SIZES.map((size) => ({
                key: size,
                testId: `compare-size-${size}`,
                name: size,
                figures: [
                  numberText(before.leaves[size]),
                  numberText(after.leaves[size]),
                  signedText(after.leaves[size] - before.leaves[size]),
                ],
              }))}
            />
            {rows.length === 0 ? (
              <p>Only sizes changed, no protection.</p>
            ) : (
              <Figures
                caption="Changed pages of 4K"
                head={['What', 'Pages', 'Stretches', 'First at']}
                rows={rows.slice(0, LISTED).map(({ what, pages, ranges, firstPfn }) => ({
                  key: what,
                  testId: 'compare-row',
                  name: what,
                  figures: [
                    numberText(pages),
                    numberText(ranges),
                    firstPfn !== undefined && <FirstPage pfn={firstPfn} />,
                  ],
                }))}
              />
            )}
          </div>
          {rows.length > LISTED && <p className="detail">and {countText(rows.length - LISTED, 'more kind')}</p>}
        </>
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
