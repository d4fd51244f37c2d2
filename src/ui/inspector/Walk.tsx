import { useRef } from 'react';
import type { Inspection } from '../data.ts';
import { entryText, rawEntryText } from '../text/address-text.ts';
import { walkBits } from '../text/walk-bits.ts';
import { useSize } from '../use-size.ts';
import { WalkPicture } from './WalkPicture.tsx';
import './Walk.css';

/** The walk from the PGD to the entry, as a picture and as entries with their bits. */
export function Walk({ inspection }: { readonly inspection: Inspection }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const { walk } = inspection;
  const last = walk[walk.length - 1];
  const folded = walk.some((entry) => entry.folded);
  return (
    <section data-testid="walk" aria-label="Page-table walk">
      <div className="inspector-section-head label">
        <h3 className="label">Walk to entry {entryText(last.index)}</h3>
        <span>{folded ? '4-level' : '5-level'}</span>
      </div>
      <div ref={box} className="walk-picture">
        {width > 0 && <WalkPicture walk={walk} width={width} />}
      </div>
      <table className="walk-entries">
        <thead className="unseen">
          <tr>
            <th>Level</th>
            <th>Entry</th>
            <th>Bits</th>
          </tr>
        </thead>
        <tbody className="mono">
          {walk
            .filter((entry) => entry.entry !== undefined && !entry.folded)
            .map((entry) => (
              <tr key={entry.level}>
                <th scope="row">{entry.level}</th>
                <td>{entry.entry !== undefined && rawEntryText(entry.entry)}</td>
                <td className="walk-bits">{walkBits(entry)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}
