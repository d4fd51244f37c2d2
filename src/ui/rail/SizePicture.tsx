import './SizePicture.css';

const ODD_PAGES =
  'M3 3h3v3H3zM15 0h3v3h-3zM27 6h3v3h-3zM9 18h3v3H9zM12 21h3v3h-3zM33 15h3v3h-3zM36 18h3v3h-3zM45 3h3v3h-3zM21 33h3v3h-3zM42 30h3v3h-3zM3 30h3v3H3zM48 24h3v3h-3z';

/** How the map draws a page of this size: a tile, tiles with gaps, grain. */
export function SizePicture({ size }: { readonly size: '1G' | '2M' | '4K' }) {
  return (
    <svg className="size-picture" width="52" height="40" viewBox="0 0 52 40" aria-hidden="true">
      {size === '1G' && <rect className="size-tile" x="1" y="1" width="50" height="38" rx="3" />}
      {size === '2M' && (
        <path
          className="size-cells"
          d="M0 0h12v19H0zM13.3 0h12v19h-12zM26.6 0h12v19h-12zM40 0h12v19H40zM0 21h12v19H0zM13.3 21h12v19h-12zM26.6 21h12v19h-12zM40 21h12v19H40z"
        />
      )}
      {size === '4K' && (
        <>
          <pattern id="size-grain" width="2" height="2" patternUnits="userSpaceOnUse">
            <rect className="size-grain-dark" width="2" height="2" />
            <path className="size-grain-light" d="M0 0h1v1H0zM1 1h1v1H1z" />
          </pattern>
          <rect fill="url(#size-grain)" width="52" height="40" />
          <path className="size-odd" d={ODD_PAGES} />
        </>
      )}
    </svg>
  );
}
