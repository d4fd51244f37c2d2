import { useApp, useAppContext } from '../app-context.ts';
import type { Counters } from '../data.ts';
import { Icon } from '../Icon.tsx';
import { PROTECTIONS } from '../protections.ts';
import { machineText } from '../text/machine-text.ts';
import { countText, numberText } from '../text/number-text.ts';
import { sizeText } from '../text/size-text.ts';
import { FilesButton } from './FilesButton.tsx';
import './MachineSummary.css';

const SIZES = [
  { size: '1G', kib: 1048576 },
  { size: '2M', kib: 2048 },
  { size: '4K', kib: 4 },
] as const;

/** The whole machine, and what can be done, while nothing is selected. */
export function MachineSummary() {
  const { commands } = useAppContext();
  const run = useApp((state) => state.run);
  const frame = useApp((state) => state.frame);
  if (run === undefined || frame === undefined) return null;
  const { counters, columns } = frame;
  const odd = PROTECTIONS.filter(({ name }) => name !== 'rw' && name !== 'pt' && name !== 'rwg');
  const oddPages = odd.reduce((sum, { state }) => sum + columns.pagesByState[state], 0);
  return (
    <div className="inspector-parts" data-testid="machine-summary">
      <header>
        <h2 className="heading" data-testid="inspector-title">
          {run.title}
        </h2>
        <p className="selection-subtitle">{machineText(run.machine)}</p>
        <p className="summary-tools">
          <button
            type="button"
            className="button"
            data-testid="summary-diagnose"
            aria-haspopup="dialog"
            title="Why the machine is in pieces (d)"
            onClick={() => commands.setDialog('diagnosis')}
          >
            <Icon name="diagnosis" />
            Diagnose
          </button>
          <button
            type="button"
            className="button"
            data-testid="summary-compare"
            aria-haspopup="dialog"
            title="What changed (Shift D)"
            onClick={() => commands.setDialog('compare')}
          >
            What changed
          </button>
          {run.joined !== undefined && <FilesButton joined={run.joined} />}
        </p>
      </header>
      <section className="inspector-card summary-card" aria-label="Pieces">
        <div>
          <p className="detail">RAM in 4K pages</p>
          <p className="number summary-number">{share(counters, '4K')}</p>
        </div>
        <div>
          <p className="detail">Page-table pages</p>
          <p className="number summary-number">{numberText(counters.tablePages)}</p>
        </div>
        <p className="summary-line">
          {sizeText(counters.tablePages * 4)} of tables. {oddText(oddPages)} {writableCodeText(counters)}
        </p>
      </section>
      <section aria-label="RAM by page size">
        <div className="inspector-section-head label">
          <h3 className="label">RAM by page size</h3>
          <span>entries</span>
        </div>
        <dl className="summary-sizes">
          {SIZES.map(({ size }) => (
            <div key={size}>
              <dt>{size}</dt>
              <dd className="summary-bar">
                <span style={{ width: `${part(counters, size) * 100}%` }} />
              </dd>
              <dd>{share(counters, size)}</dd>
              <dd className="mono">{numberText(counters.leaves[size])}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-label="What to do">
        <h3 className="label">Select a region to see why it is in pieces</h3>
        <ul className="summary-hints">
          <li>Click a square, or use the arrows when the map has the focus.</li>
          <li>Wheel, pinch or double click goes in: 1G, 2M, 4K, the 64 bits of an entry.</li>
          <li>Then call set_memory_… on it and watch it split.</li>
        </ul>
      </section>
      <p className="detail">{run.note}</p>
      {run.warnings.map((warning) => (
        <p key={warning} className="detail">
          {warning}
        </p>
      ))}
    </div>
  );
}

function oddText(pages: number): string {
  if (pages === 0) return 'All pages are plain data.';
  return `${countText(pages, 'page is', 'pages are')} not plain data.`;
}

/** Our own finding: the kernels' check for it never fires. */
function writableCodeText({ writableExecutable: { directMap, elsewhere } }: Counters): string {
  if (directMap + elsewhere === 0) return '';
  const pages = countText(directMap + elsewhere, 'page is', 'pages are');
  const where =
    elsewhere === 0 ? '' : `, ${numberText(elsewhere)} of them at vmalloc, module or kernel image addresses`;
  return `${pages} writable and executable (W+X)${where}.`;
}

/** Part of the mapped memory in leaves of this size, 0 to 1. */
function part({ leaves }: Counters, size: '4K' | '2M' | '1G'): number {
  const kib = SIZES.map((each) => leaves[each.size] * each.kib);
  const all = kib.reduce((sum, each) => sum + each, 0);
  return all === 0 ? 0 : kib[SIZES.findIndex((each) => each.size === size)] / all;
}

function share(counters: Counters, size: '4K' | '2M' | '1G'): string {
  const percent = part(counters, size) * 100;
  return percent > 0 && percent < 0.1 ? '<0.1%' : `${percent.toFixed(1).replace(/\.0$/, '')}%`;
}
