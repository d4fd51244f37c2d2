import type { ReactNode } from 'react';
import './Figures.css';

/** A row of a table of numbers. */
export interface FiguresRow {
  readonly key: string;
  readonly testId: string;
  readonly name: ReactNode;
  readonly figures: readonly ReactNode[];
}

interface FiguresProps {
  readonly caption?: string;
  /** Heads of the name and of each figure. */
  readonly head: readonly string[];
  readonly rows: readonly FiguresRow[];
}

/** A table of numbers: a name and its figures in each row. */
export function Figures({ caption, head, rows }: FiguresProps) {
  return (
    <table className="figures">
      {caption !== undefined && <caption className="heading">{caption}</caption>}
      <thead>
        <tr>
          {head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, testId, name, figures }) => (
          <tr key={key} data-testid={testId}>
            <th scope="row">{name}</th>
            {figures.map((figure, i) => (
              <td key={head[i + 1]} className="mono">
                {figure}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
