/** A Chromium to launch: see browser.mjs. */
export interface Browser {
  readonly executablePath: string;
  readonly env: Record<string, string>;
  readonly args: string[];
  /** True for the one browser that compares pixels. */
  readonly reference: boolean;
}
export function findBrowser(): Browser;
