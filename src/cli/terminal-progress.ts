import process from 'node:process';

const STEP_BYTES = 16 * 1024 ** 2;
const CLEAR = '\r\u001b[K';

/** What is written to while a long work is under way. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/** Says on a terminal, and nowhere else, how much of the files is read; what takes a moment only is silent. */
export class TerminalProgress {
  readonly #stream: ProgressStream;
  #steps = 0;

  constructor(stream: ProgressStream = process.stderr) {
    this.#stream = stream;
  }

  /** `bytes` are done. */
  readonly read = (bytes: number): void => {
    const steps = Math.floor(bytes / STEP_BYTES);
    if (!this.#stream.isTTY || steps === this.#steps) return;
    this.#steps = steps;
    this.#stream.write(`${CLEAR}${(steps * STEP_BYTES) / 1024 ** 2} MiB read`);
  };

  /** Leaves no trace of it. */
  clear(): void {
    if (this.#steps > 0) this.#stream.write(CLEAR);
    this.#steps = 0;
  }
}
