import { type Bookmark, MOST_BOOKMARKS } from '../store/state.ts';

const INTRO = 'recoalesce.intro-seen';

/** True when the introduction was put away in this browser; false also where storage is not allowed. */
export function introSeen(): boolean {
  try {
    return localStorage.getItem(INTRO) === 'yes';
  } catch {
    return false;
  }
}

/** Remembers that the introduction was put away; where storage is not allowed it comes back. */
export function rememberIntroSeen(): void {
  try {
    localStorage.setItem(INTRO, 'yes');
  } catch {
    return;
  }
}

const BOOKMARKS = 'recoalesce.bookmarks';

/** The places that were kept in this browser; none where storage is not allowed or holds something else. */
export function storedBookmarks(): readonly Bookmark[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(BOOKMARKS) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isBookmark).slice(0, MOST_BOOKMARKS) : [];
  } catch {
    return [];
  }
}

/** Keeps the places; where storage is not allowed they last as long as the page. */
export function storeBookmarks(bookmarks: readonly Bookmark[]): void {
  try {
    localStorage.setItem(BOOKMARKS, JSON.stringify(bookmarks));
  } catch {
    return;
  }
}

function isBookmark(value: unknown): value is Bookmark {
  if (typeof value !== 'object' || value === null) return false;
  const { name, address } = value as Record<string, unknown>;
  return typeof name === 'string' && typeof address === 'string' && address.startsWith('?');
}
