import { levelName, pagesOf } from '../../x86/page.ts';
import { useApp, useAppContext } from '../app-context.ts';
import type { Region } from '../data.ts';
import { PROTECTIONS } from '../protections.ts';
import { Swatch } from '../Swatch.tsx';
import { countText, numberText } from '../text/number-text.ts';
import { regionName } from '../text/region-name.ts';
import { sizeText } from '../text/size-text.ts';
import './SeveralView.css';

/** Regions that are listed; of more only their number is said. */
const LISTED = 24;
const SIZES = ['4K', '2M', '1G'] as const;

/** Several selected regions: what they hold together, and each by name. */
export function SeveralView({ regions }: { readonly regions: readonly Region[] }) {
  const { commands, map } = useAppContext();
  const sum = useApp((state) => state.sum)?.of;
  const pages = regions.reduce((all, { level }) => all + pagesOf(level), 0);
  const mapped = sum?.pagesBySize.reduce((all, count) => all + count, 0) ?? 0;
  const listed = [...regions].sort((a, b) => a.pfn - b.pfn).slice(0, LISTED);
  return (
    <div className="inspector-parts" data-testid="several">
      <header>
        <div className="selection-head">
          <h2 className="heading" data-testid="inspector-title">
            {countText(regions.length, 'region')}
          </h2>
          <button
            type="button"
            className="button button-plain several-clear"
            data-testid="select-newest"
            title="Selects the newest of them alone (Esc)"
            onClick={() => commands.select(regions.at(-1))}
          >
            Only the newest
          </button>
        </div>
        <p className="selection-subtitle">
          {byLevel(regions)}: {sizeText(pages * 4)}
        </p>
      </header>
      {sum !== undefined && (
        <>
          <section className="inspector-card" aria-label="Pages by protection">
            <div className="inspector-section-head label">
              <h3 className="label">Protection</h3>
              <span>pages of 4K</span>
            </div>
            <ul className="several-states">
              {PROTECTIONS.filter(({ state }) => sum.pagesByState[state] > 0).map(({ name, label, state }) => (
                <li key={name} data-testid={`several-${name}`}>
                  <Swatch state={name} />
                  <span>{label}</span>
                  <span className="mono">{numberText(sum.pagesByState[state])}</span>
                </li>
              ))}
            </ul>
            {mapped === 0 && <p className="detail">Nothing is mapped here.</p>}
          </section>
          <section aria-label="Pages by size">
            <div className="inspector-section-head label">
              <h3 className="label">By page size</h3>
              <span>{countText(sum.tables, 'table')}</span>
            </div>
            <dl className="several-sizes">
              {SIZES.map((size, i) => (
                <div key={size} data-testid={`several-${size}`}>
                  <dt>{size}</dt>
                  <dd className="summary-bar">
                    <span style={{ width: `${mapped === 0 ? 0 : (sum.pagesBySize[i] / mapped) * 100}%` }} />
                  </dd>
                  <dd className="mono">{sizeText(sum.pagesBySize[i] * 4)}</dd>
                </div>
              ))}
            </dl>
          </section>
        </>
      )}
      <section aria-label="Selected regions">
        <h3 className="label">Selected</h3>
        <ul className="several-list">
          {listed.map((region) => (
            <li key={`${region.level} ${region.pfn}`}>
              <button
                type="button"
                className="link"
                onClick={() => {
                  commands.select(region);
                  map?.zoomTo(region, true);
                }}
              >
                {regionName(region)}
              </button>
            </li>
          ))}
          {regions.length > LISTED && <li className="detail">and {numberText(regions.length - LISTED)} more</li>}
        </ul>
      </section>
    </div>
  );
}

/** "6 of 2M, 3 of 4K". */
function byLevel(regions: readonly Region[]): string {
  const counts = ([3, 2, 1] as const).map((level) => ({
    level,
    count: regions.filter((region) => region.level === level).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${numberText(count)} of ${levelName(level)}`)
    .join(', ');
}
