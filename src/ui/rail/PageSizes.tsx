import { useApp } from '../app-context.ts';
import { numberText } from '../text/number-text.ts';
import { shortNumberText } from '../text/short-number-text.ts';
import { SizePicture } from './SizePicture.tsx';
import './PageSizes.css';

const SIZES = [
  { size: '1G', looks: 'one calm tile' },
  { size: '2M', looks: 'tiles with gaps' },
  { size: '4K', looks: 'fine grain' },
] as const;

/** More letters than these do not fit side by side. */
const LETTERS = 20;

/** How each page size is drawn, and how many leaf entries of it there are. */
export function PageSizes() {
  const leaves = useApp((state) => state.frame?.counters.leaves);
  return (
    <section className="page-sizes" aria-label="Page size">
      <div className="page-sizes-head label">
        <h2 className="label">Page size</h2>
        <span>entries</span>
      </div>
      <ul>
        {SIZES.map(({ size, looks }) => (
          <li
            key={size}
            className="page-size"
            data-long={looks.length + textOf(leaves?.[size]).length > LETTERS}
            data-testid={`size-${size}`}
          >
            <SizePicture size={size} />
            <span className="page-size-words">
              <b>{size}</b>
              <span>{looks}</span>
            </span>
            <span className="mono" title={leaves && numberText(leaves[size])}>
              {textOf(leaves?.[size])}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const textOf = (entries: number | undefined): string => (entries === undefined ? '–' : shortNumberText(entries));
