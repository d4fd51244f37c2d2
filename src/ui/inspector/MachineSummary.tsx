import { useApp } from '../app-context.ts';
import type { Counters } from '../data.ts';
import { PROTECTIONS } from '../protections.ts';
import { machineText } from '../text/machine-text.ts';
import { countText, numberText } from '../text/number-text.ts';
import { partOf } from '../text/part-of.ts';
import { percentText } from '../text/percent-text.ts';
import { sizeText } from '../text/size-text.ts';
import { MachineTools } from './MachineTools.tsx';
import './MachineSummary.css';

const SIZES = ['1G', '2M', '4K'] as const;

/** The whole machine, and what can be done, while nothing is selected. */
export function MachineSummary() {
  const run = useApp((state) => state.run);
  const frame = useApp((state) => state.frame);
  if (run === undefined || frame === undefined) return null;
  const { counters, columns } = frame;
  const { leaves } = counters;
  const odd = PROTECTIONS.filter(({ name }) => name !== 'rw' && name !== 'pt' && name !== 'rwg');
  const oddPages = odd.reduce((sum, { state }) => sum + columns.pagesByState[state], 0);
  return (
    <div className="inspector-parts" data-testid="machine-summary">
      <header>
        <h2 className="heading" data-testid="inspector-title">
          {run.title}
        </h2>
        <p className="selection-subtitle">{machineText(run.machine)}</p>
        <MachineTools />
      </header>
      <section className="inspector-card summary-card" aria-label="Pieces">
        <div>
          <p className="detail">RAM in 4K pages</p>
          <p className="number summary-number">{percentText(partOf(leaves, '4K'))}</p>
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
          {SIZES.map((size) => (
            <div key={size}>
              <dt>{size}</dt>
              <dd className="summary-bar">
                <span style={{ width: `${partOf(leaves, size) * 100}%` }} />
              </dd>
              <dd>{percentText(partOf(leaves, size))}</dd>
              <dd className="mono">{numberText(leaves[size])}</dd>
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
