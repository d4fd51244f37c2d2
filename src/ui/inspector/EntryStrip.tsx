import { useRef } from 'react';
import { PAGE_STATE_NAMES } from '../../x86/page-state.ts';
import type { Table } from '../data.ts';
import { entryText } from '../text/address-text.ts';
import { mixText } from '../text/mix-text.ts';
import { useSize } from '../use-size.ts';
import { stateCounts, stripRuns } from './strip-runs.ts';
import './EntryStrip.css';

const HEIGHT = 16;
/** Entries before this one would have their label over that of entry 0. */
const LABEL_FROM = 72;
const LABEL_TO = 0.93;

/** The 512 entries of a table in a strip, in order; an odd one is never narrower than 3 px. */
export function EntryStrip({ table }: { readonly table: Table }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const runs = stripRuns(table.states, width);
  const only = table.whyNot.differingCount === 1 ? table.whyNot.differing[0]?.index : undefined;
  return (
    <div className="entry-strip" ref={box}>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`Entries in order: ${mixText(stateCounts(table.states))}`}
      >
        {runs.map((run) => (
          <rect
            key={run.first}
            className={`entry-run entry-run-${PAGE_STATE_NAMES[run.state]}`}
            x={run.x}
            y={0}
            width={run.width}
            height={HEIGHT}
          />
        ))}
      </svg>
      <div className="entry-strip-scale mono" aria-hidden="true">
        <span>0x000</span>
        {only === undefined || only < LABEL_FROM ? (
          <span>0x1ff</span>
        ) : (
          <b style={{ left: `${Math.min(LABEL_TO, only / 512) * 100}%` }}>{entryText(only)}</b>
        )}
      </div>
    </div>
  );
}
