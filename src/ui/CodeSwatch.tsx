import { css, type Rgb } from '../theme/colour.ts';
import { markInk } from '../theme/palette.ts';
import type { ProtectionName } from '../theme/tokens.ts';
import { SWATCH_MARKS } from './Swatch.tsx';

interface CodeSwatchProps {
  readonly colour: Rgb;
  /** The second code, drawn as that of this protection. */
  readonly mark: ProtectionName | undefined;
}

/** A colour of the map with its mark. */
export function CodeSwatch({ colour, mark }: CodeSwatchProps) {
  return (
    <svg className="swatch" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <rect x=".5" y=".5" width="17" height="17" rx="2.5" fill={css(colour)} />
      {mark !== undefined && <path className="swatch-mark" d={SWATCH_MARKS[mark]} stroke={css(markInk(colour))} />}
    </svg>
  );
}
