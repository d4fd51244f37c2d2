import type { PageStateName } from '../x86/page-state.ts';
import './Swatch.css';

/** Marks as paths in 18 by 18 px. */
export const SWATCH_MARKS: Readonly<Record<PageStateName, string>> = {
  hole: '',
  rw: '',
  rwg: '',
  ro: 'M4.5 9h9',
  rox: 'M7 5.5 11 9l-4 3.5',
  rwx: 'M5.5 5.5l7 7M12.5 5.5l-7 7',
  np: 'M9 9h.01',
  uc: 'M6.7 4.5v9M11.3 4.5v9',
  wc: 'M6.7 4.5v2.6M6.7 9.2v1.6M6.7 12.9v.6M11.3 4.5v2.6M11.3 9.2v1.6M11.3 12.9v.6',
  pt: 'M6 6h.01M9 6h.01M12 6h.01M6 9h.01M9 9h.01M12 9h.01M6 12h.01M9 12h.01M12 12h.01',
};

/** A protection's colour with its mark, the second code. */
export function Swatch({ state }: { readonly state: PageStateName }) {
  return (
    <svg className={`swatch swatch-${state}`} width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <path
        className="swatch-ground"
        d={state === 'rwg' ? 'M3 0h8l7 7v8a3 3 0 0 1-3 3H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z' : ROUND}
      />
      {SWATCH_MARKS[state] !== '' && <path className="swatch-mark" d={SWATCH_MARKS[state]} />}
    </svg>
  );
}

const ROUND = 'M3 .5h12A2.5 2.5 0 0 1 17.5 3v12a2.5 2.5 0 0 1-2.5 2.5H3A2.5 2.5 0 0 1 .5 15V3A2.5 2.5 0 0 1 3 .5z';
