/** Virtual pages that are present, with equal bits; the end is exclusive. */
export interface InfoMemArea {
  readonly startPage: number;
  readonly endPage: number;
  readonly writable: boolean;
  readonly user: boolean;
}
