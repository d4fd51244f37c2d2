/** The program's mark: small squares that form a large one. */
export function Logo() {
  return (
    <svg className="logo" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <rect className="logo-ground" width="22" height="22" rx="5" />
      <path
        className="logo-tiles"
        d="M4 3h3v3H4zM8.5 3h3v3h-3zM4 7.5h3v3H4zM13 6.5h5.5v5H13zM8.5 7.5h3v3h-3zM4 12.5h14.5V18a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1z"
      />
    </svg>
  );
}
