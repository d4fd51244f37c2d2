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
