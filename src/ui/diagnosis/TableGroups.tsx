import { useAppContext } from '../app-context.ts';
import type { DiagnosisInfo } from '../data.ts';
import { listText } from '../text/list-text.ts';
import { countText, numberText } from '../text/number-text.ts';
import { Words } from '../Words.tsx';

/** Groups that are listed; of more only their number is said. */
const LISTED = 8;

/** Tables of 4K entries by the bits that keep them in pieces; each group can be selected on the map. */
export function TableGroups({ info }: { readonly info: DiagnosisInfo }) {
  const { commands, map } = useAppContext();
  const { groups, pteTables, uniform, withHoles } = info;
  const bits = new Set(groups.slice(0, LISTED).flatMap((group) => group.bits));
  const select = (tables: readonly number[]): void => {
    commands.setDialog(undefined);
    map?.zoomTo('home', true);
    commands.selectAll(tables.map((pfn) => ({ level: 2, pfn })));
  };
  return (
    <section className="diagnosis-card" aria-labelledby="diagnosis-groups">
      <h3 className="heading" id="diagnosis-groups">
        {countText(pteTables, 'table')} of 4K pages
      </h3>
      <ul className="diagnosis-list">
        {groups.slice(0, LISTED).map(({ bits, tables, entries, byOneEntry, tablesAt }) => (
          <li key={bits.join()} data-testid="diagnosis-group">
            <div>
              <p>
                <b>{countText(tables, 'table')}</b> {tables === 1 ? 'differs' : 'differ'} only in {listText(bits)}
              </p>
              <p className="detail">
                {countText(entries, 'entry differs', 'entries differ')}
                {byOneEntry > 0 &&
                  tables > 1 &&
                  `; ${countText(byOneEntry, 'table waits', 'tables wait')} for a single one`}
              </p>
            </div>
            <button
              type="button"
              className="button"
              data-testid="diagnosis-select"
              aria-label={`Select ${countText(tablesAt.length, 'table')} with other ${listText(bits)} on the map`}
              onClick={() => select(tablesAt)}
            >
              {tablesAt.length < tables ? `Select ${numberText(tablesAt.length)}` : 'Select'}
            </button>
          </li>
        ))}
      </ul>
      {groups.length > LISTED && <p className="detail">and {countText(groups.length - LISTED, 'more group')}</p>}
      {uniform > 0 && (
        <p className="detail">
          {countText(uniform, 'table has', 'tables have')} 512 equal entries. The first 2M stay in 4K from boot on; any
          other could be one 2M page.
        </p>
      )}
      {withHoles > 0 && (
        <p className="detail">
          {countText(withHoles, 'table has', 'tables have')} entries without a page, at a hole or the end of RAM: never
          one 2M page.
        </p>
      )}
      {bits.size > 0 && (
        <details className="words-more">
          <summary>
            What {listText([...bits])} {bits.size === 1 ? 'means' : 'mean'}
          </summary>
          <Words of={[...bits]} />
        </details>
      )}
    </section>
  );
}
