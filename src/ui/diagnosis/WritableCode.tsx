import { useAppContext } from '../app-context.ts';
import type { DiagnosisInfo } from '../data.ts';
import { Icon } from '../Icon.tsx';
import { addressText } from '../text/address-text.ts';
import { countText, numberText } from '../text/number-text.ts';

/** Stretches that are listed; of more only their number is said. */
const LISTED = 6;

/** Pages of the direct map that are writable and executable. */
export function WritableCode({ info }: { readonly info: DiagnosisInfo }) {
  const { commands, map } = useAppContext();
  const { wx } = info;
  const pages = wx.reduce((sum, stretch) => sum + stretch.pages, 0);
  return (
    <section className="diagnosis-card" aria-labelledby="diagnosis-wx" data-testid="diagnosis-wx">
      <h3 className="heading" id="diagnosis-wx">
        Writable and executable
      </h3>
      {pages === 0 ? (
        <p className="diagnosis-good">
          <Icon name="check" /> No page of the direct map is.
        </p>
      ) : (
        <>
          <p>
            {countText(pages, 'page')} in {countText(wx.length, 'stretch', 'stretches')}:
          </p>
          <ul className="diagnosis-stretches">
            {wx.slice(0, LISTED).map((stretch) => (
              <li key={stretch.pfn}>
                <button
                  type="button"
                  className="link mono"
                  onClick={() => {
                    const region = { level: 1, pfn: stretch.pfn } as const;
                    commands.setDialog(undefined);
                    commands.select(region);
                    map?.zoomTo(region, true);
                  }}
                >
                  {addressText(stretch.pfn)}
                </button>{' '}
                {countText(stretch.pages, 'page')}
              </li>
            ))}
          </ul>
          {wx.length > LISTED && <p className="detail">and {numberText(wx.length - LISTED)} more</p>}
        </>
      )}
    </section>
  );
}
