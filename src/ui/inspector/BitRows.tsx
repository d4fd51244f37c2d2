import type { LeafOrigin } from '../data.ts';
import type { EntryBits } from '../entry-bits.ts';
import { bitSinceText } from '../text/bit-since-text.ts';
import './BitRows.css';

const ROWS = [63, 47, 31, 15];

const FULL: Readonly<Record<string, string>> = {
  P: 'PRESENT',
  US: 'USER',
  PWT: 'page write-through',
  PCD: 'page cache disable',
  A: 'ACCESSED',
  D: 'DIRTY',
  PAT: 'page attribute table',
  PSE: 'large page',
  G: 'GLOBAL',
  AVL: 'available to software',
  PKEY: 'protection key',
  NX: 'no execute',
};

/** "bit 8, GLOBAL = 0: not global; cleared at step 41 by set_memory_np", or the field that the bit is part of. */
function titleOf({ fields, words }: EntryBits, leafOrigin: LeafOrigin | undefined, bit: number): string {
  const field = fields.find(({ high, low }) => bit <= high && bit >= low);
  const said = words.find(({ name }) => name === `${field?.name}, bit ${bit}`);
  const named = field === undefined ? '' : `, ${FULL[field.name] ?? field.name}`;
  const changed = leafOrigin?.bits.find((change) => change.bit === bit);
  const since = changed === undefined ? '' : `; ${bitSinceText(changed)}`;
  return `bit ${bit}${named}${said === undefined ? '' : ` = ${said.meaning}`}${since}`;
}

/** The 64 bits in four rows of 16, bit 63 first, with the names of flags and fields below. */
export function BitRows({
  entry,
  leafOrigin,
}: {
  readonly entry: EntryBits;
  readonly leafOrigin: LeafOrigin | undefined;
}) {
  return (
    <div className="bit-rows" role="img" aria-label={entry.bits.map((bit) => bit.value).join('')}>
      {ROWS.map((top) => (
        <div key={top} className="bit-row">
          {entry.bits.slice(63 - top, 79 - top).map(({ bit, value, differs, field }) => (
            <span
              key={bit}
              className={`bit bit-${field}${value === 1 ? ' bit-set' : ''}${differs ? ' bit-differs' : ''}`}
              title={titleOf(entry, leafOrigin, bit)}
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
