import type { EntryBits } from '../entry-bits.ts';
import './BitRows.css';

const ROWS = [63, 47, 31, 15];

/** The 64 bits in four rows of 16, bit 63 first, with the names of flags and fields below. */
export function BitRows({ entry }: { readonly entry: EntryBits }) {
  return (
    <div className="bit-rows" role="img" aria-label={entry.bits.map((bit) => bit.value).join('')}>
      {ROWS.map((top) => (
        <div key={top} className="bit-row">
          {entry.bits.slice(63 - top, 79 - top).map(({ bit, value, differs, field }) => (
            <span
              key={bit}
              className={`bit bit-${field}${value === 1 ? ' bit-set' : ''}${differs ? ' bit-differs' : ''}`}
              title={`bit ${bit}`}
            >
              {value}
            </span>
          ))}
          {entry.fields
            .filter((field) => field.high <= top && field.high > top - 16)
            .map((field) => (
              <span
                key={`${field.name}${field.high}`}
                className={field.differs ? 'bit-name bit-name-differs' : 'bit-name'}
                style={{ gridColumn: `${top - field.high + 1} / ${top - field.low + 2}` }}
              >
                {field.name}
              </span>
            ))}
        </div>
      ))}
    </div>
  );
}
