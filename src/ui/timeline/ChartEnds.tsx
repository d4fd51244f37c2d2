import { labelsApart, valueY } from '../../scene/chart.ts';
import { lineHeight } from './ChartLines.tsx';
import { type ChartRow, greatestOfRow } from './chart-rows.ts';
import './ChartEnds.css';

const LABEL_PX = 12;

interface ChartEndsProps {
  readonly rows: readonly ChartRow[];
  readonly names: { readonly own: string; readonly other: string };
  readonly rowPx: number;
}

/** Names of the two runs at the ends of their lines. */
export function ChartEnds({ rows, names, rowPx }: ChartEndsProps) {
  return (
    <div className="chart-ends" aria-hidden="true">
      {rows.map((row) => {
        const greatest = greatestOfRow(row);
        const end = (series: ArrayLike<number>) => valueY(series[series.length - 1], greatest, lineHeight(rowPx)) + 2;
        const [own, other] = labelsApart(end(row.series), end(row.other ?? row.series), LABEL_PX, lineHeight(rowPx));
        return (
          <div key={row.id} style={{ height: rowPx }}>
            <span style={{ top: own }}>{names.own}</span>
            <span className="chart-end-other" style={{ top: other }}>
              {names.other}
            </span>
          </div>
        );
      })}
    </div>
  );
}
