const STROKES = {
  machine: 'M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9z',
  chevron: 'M4 6.2 8 10l4-3.8',
  crumb: 'M6.2 4 10 8l-3.8 4',
  share: 'M8 10V2.5M5 5.2 8 2.2l3 3M2.5 9v3.2c0 .7.6 1.3 1.3 1.3h8.4c.7 0 1.3-.6 1.3-1.3V9',
  file: 'M9 2H4.8c-.7 0-1.3.6-1.3 1.3v9.4c0 .7.6 1.3 1.3 1.3h6.4c.7 0 1.3-.6 1.3-1.3V5.5zM9 2v3.5h3.5',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.2v1.3M8 13.5v1.3M1.2 8h1.3M13.5 8h1.3M3.2 3.2l.9.9M11.9 11.9l.9.9M3.2 12.8l.9-.9M11.9 4.1l.9-.9',
  moon: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z',
  help: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM6.2 6.3c0-1 .8-1.8 1.8-1.8s1.8.7 1.8 1.7c0 1.3-1.8 1.4-1.8 2.7M8 11.3v.1',
  stepBack: 'M3.5 3.5v9M12.5 3.8 6.3 8l6.2 4.2z',
  stepForward: 'M12.5 3.5v9M3.5 3.8 9.7 8l-6.2 4.2z',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3l3.4 3.4',
  split: 'M2.5 4.5h11L8 12z',
  undo: 'M5.5 3 2.5 6l3 3M2.8 6h6.4a3.8 3.8 0 0 1 0 7.6H6',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  hilbert: 'M2.5 13.5v-4h3.7v4h7.3v-4H10v-4h3.5v-3H10M6.2 2.5H2.5v3.5h3.7',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 7.2v4M8 4.7v.1',
  warning: 'M8 2.2 14.3 13H1.7zM8 6.3v3M8 11.2v.1',
  check: 'M3 8.5 6.3 12 13 4.5',
  bookmark: 'M4.5 2.5h7v11L8 10.8l-3.5 2.7z',
  diagnosis: 'M1.8 8.5h3l1.7-5 3 9 1.7-4h3',
  pair: 'M2.5 3h4.2v10H2.5zM9.3 3h4.2v10H9.3z',
  bits: 'M2 4.5h12v7H2zM6 4.5v7M10 4.5v7',
} as const;

const FILLED = {
  play: 'M4.8 3.2v9.6L12.6 8z',
  pause: 'M4.6 3h2.3v10H4.6zM9.1 3h2.3v10H9.1z',
  merge: 'M2.5 11.5h11L8 4z',
} as const;

export type IconName = keyof typeof STROKES | keyof typeof FILLED;

/** A 16 px picture without a name of its own: the control that holds it has one. */
export function Icon({ name }: { readonly name: IconName }) {
  const filled = name in FILLED;
  return (
    <svg
      className="icon"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill={filled ? 'currentColor' : 'none'}
      stroke={filled ? 'none' : 'currentColor'}
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={filled ? FILLED[name as keyof typeof FILLED] : STROKES[name as keyof typeof STROKES]} />
    </svg>
  );
}
