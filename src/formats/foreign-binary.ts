/** A binary file that a command turns into one that can be read. */
export interface ForeignBinary {
  /** Follows the file's name in a title. */
  readonly is: string;
  readonly detail: string;
  readonly remedy: string;
}

interface Known extends ForeignBinary {
  /** First bytes, as characters of one byte; from offset `at` on, 0 when not told. */
  readonly magic: string;
  readonly at?: number;
}

const packed = (by: string, magic: string): Known => ({
  magic,
  is: `is packed with ${by}`,
  detail: 'Files are read as they are, or packed with gzip. A packed tar archive is unpacked with `tar -xf FILE`.',
  remedy: `Unpack it first: \`${by} -dk FILE\`. Or, on the command line: \`${by} -dc FILE | npm run --silent inspect -- -\`.`,
});

const archive = (kind: string, magic: string, command: string, at = 0): Known => ({
  magic,
  at,
  is: `is a ${kind} archive`,
  detail: 'It holds several files. Archives are not read, the files in them are.',
  remedy: `Unpack it: \`${command}\`. Then open the dump and what belongs to it (meminfo, vmstat, iomem, trace) together.`,
});

const savedGuest = (magic: string): Known => ({
  magic,
  is: 'is a saved guest of QEMU',
  detail: 'The state of all devices is in it, and memory in the order of migration, not by address.',
  remedy:
    'Take the memory alone: `virsh dump --memory-only GUEST FILE`, or `dump-guest-memory FILE` in the QEMU monitor.',
});

const KNOWN: readonly Known[] = [
  packed('xz', '\xfd7zXZ\0'),
  packed('zstd', '(\xb5/\xfd'),
  packed('bzip2', 'BZh'),
  packed('lz4', '\x04"M\x18'),
  packed('lzop', '\x89LZO\0'),
  archive('zip', 'PK\x03\x04', 'unzip FILE'),
  archive('7z', '7z\xbc\xaf\x27\x1c', '7z x FILE'),
  archive('tar', 'ustar', 'tar -xf FILE', 257),
  savedGuest('QEVM'),
  savedGuest('LibvirtQemudSave'),
  {
    magic: '\x17\x08Dtracing',
    is: 'is a recording of trace-cmd',
    detail: 'It is binary; its text is read.',
    remedy: 'Print it: `trace-cmd report FILE > trace.txt`, and open that beside a dump of the machine.',
  },
  {
    magic: 'PERFILE2',
    is: 'is a recording of perf',
    detail: 'It is binary; its text is read.',
    remedy: 'Print it: `perf script -i FILE > trace.txt`, and open that beside a dump of the machine.',
  },
];

/** What is known of a binary file by its first bytes; undefined: nothing. */
export function foreignBinary(head: Uint8Array): ForeignBinary | undefined {
  return KNOWN.find(({ magic, at = 0 }) => {
    for (let i = 0; i < magic.length; i++) if (head[at + i] !== magic.charCodeAt(i)) return false;
    return true;
  });
}
