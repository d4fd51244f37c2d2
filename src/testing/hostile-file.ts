/** A file that is not as it should be. */
export interface HostileFile {
  /** What was done to the good one, for messages. */
  readonly how: string;
  readonly bytes: Uint8Array;
  /** `seen`: whoever reads it can tell, so it is refused, warned of or still means the same. `sound`: what is read can be. */
  readonly expect: 'seen' | 'sound';
}
