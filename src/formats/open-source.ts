/** Bytes of a file by offset, in any order. */
export interface RandomAccess {
  /** In bytes. */
  readonly size: number;
  /** Bytes `from`..`to` (exclusive), fewer where the file ends before. */
  slice(from: number, to: number): Promise<Uint8Array>;
}

/** A file to open, as it lies on the disk and as a stream. */
export interface OpenSource extends RandomAccess {
  /** The file's name, for messages. */
  readonly name: string;
  /** Its bytes come in order only: `size` is 0, and `slice` has the first ones alone. */
  readonly pipe?: true;
  /** Bytes in order, cut anywhere; unpacked when they are gzip. A chunk is good until the next one is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** What the caller knows, and wants to know while a file is read. */
export interface OpenOptions {
  /** Root of the page tables in raw physical memory, which does not say itself. */
  readonly cr3: bigint | undefined;
  /** `bytesRead` of the file's bytes are done. */
  progress(bytesRead: number): void;
  cancelled(): boolean;
  /** Lets whoever would cancel be heard. */
  pause(): Promise<void>;
  /** Unpacks zlib data (RFC 1950) of at most `maxBytes`; rejects what is broken or longer. */
  inflate(packed: Uint8Array, maxBytes: number): Promise<Uint8Array>;
}
