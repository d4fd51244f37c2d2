/** How a pass walks its range. */
export interface PassMode {
  /** A page that nothing maps is a fault, unless it is a hole of the direct map. False for an alias: it is skipped. */
  readonly primary: boolean;
  /** One page at a time, so a large page is never changed as a whole. */
  readonly pageByPage: boolean;
  /** Split down to 4K before anything is compared. */
  readonly forceSplit: boolean;
}
