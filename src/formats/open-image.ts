import { CollectedBytes } from './collected-bytes.ts';
import { readElfCore } from './elf-core.ts';
import { withCommas } from './excerpt.ts';
import { readFlattened } from './flattened-file.ts';
import { imageProblems } from './image-problems.ts';
import { IMAGE_AREA, infoTlbImageTables } from './image-tables.ts';
import { readKdump } from './kdump.ts';
import { pagingLevelsAt } from './kernel-addresses.ts';
import type { MemoryImage } from './memory-image.ts';
import type { OpenOptions, OpenSource, RandomAccess } from './open-source.ts';
import type { OpenedMachine, OpenResult } from './opened-machine.ts';
import type { PageTableRoot } from './page-table-root.ts';
import { bad, type Read } from './problem.ts';
import { readRawMemory } from './raw-memory.ts';
import { type WalkedDirectMap, walkDirectMap } from './walk-direct-map.ts';
import { walkVirtual } from './walk-virtual.ts';

/** Formats that hold physical memory. */
export type ImageFormat = 'elf' | 'kdump' | 'kdump-flattened' | 'raw';

const MAX_HELD_BYTES = 1024 ** 3;

/** Opens a memory image: a packed one and a pipe are held in memory, of another only page tables are read. Rejects when reading fails. */
export async function openImage(
  source: OpenSource,
  format: ImageFormat,
  options: OpenOptions,
  maxHeldBytes = MAX_HELD_BYTES,
): Promise<OpenResult> {
  const { name } = source;
  const magic = await source.slice(0, 2);
  const packed = magic[0] === 0x1f && magic[1] === 0x8b;
  const file = packed || source.pipe ? await unpacked(source, options, maxHeldBytes) : source;
  if (file === 'cancelled') return { cancelled: true };
  if (file === 'too large') return bad(imageProblems.tooLargeToHold(name, maxHeldBytes, source.pipe ?? false));
  const image = await readImage(name, file, format, options);
  if (image === 'cancelled') return { cancelled: true };
  if (!image.ok) return image;
  const { memory, roots } = image.value;
  for (const root of roots) {
    const walked = await walkDirectMap(name, memory, root, {
      ...options,
      progress: (part) => options.progress(Math.floor(part * source.size)),
    });
    if (memory.problem !== undefined) return bad(memory.problem);
    if (walked.kind === 'problem') return bad(walked.problem);
    if (walked.kind === 'cancelled') return { cancelled: true };
    if (walked.kind === 'map') {
      const imageTables = infoTlbImageTables(await walkVirtual(memory, root, [IMAGE_AREA]));
      return { ok: true, machine: machineOf(name, image.value, root, walked.map, imageTables) };
    }
  }
  const tried = roots.map(({ address, levels, from }) => `0x${address.toString(16)} (${from}, ${levels} levels)`);
  return bad(imageProblems.noDirectMap(name, tried.slice(0, 4)));
}

async function readImage(
  name: string,
  file: RandomAccess,
  format: ImageFormat,
  options: OpenOptions,
): Promise<Read<MemoryImage> | 'cancelled'> {
  if (format === 'elf') return readElfCore(name, file);
  if (format === 'kdump') return readKdump(name, file, options.inflate);
  if (format === 'kdump-flattened') {
    const inOrder = await readFlattened(name, file, options);
    if (inOrder === 'cancelled' || !inOrder.ok) return inOrder;
    const magic = await inOrder.value.slice(0, 4);
    return magic[0] === 0x7f ? readElfCore(name, inOrder.value) : readKdump(name, inOrder.value, options.inflate);
  }
  return options.cr3 === undefined
    ? bad(imageProblems.rawNeedsCr3(name, file.size % 4096 === 0))
    : readRawMemory(name, file, options.cr3);
}

async function unpacked(
  source: OpenSource,
  options: OpenOptions,
  maxHeldBytes: number,
): Promise<RandomAccess | 'cancelled' | 'too large'> {
  const bytes = new CollectedBytes();
  for await (const chunk of source.chunks()) {
    if (options.cancelled()) return 'cancelled';
    bytes.push(chunk);
    if (bytes.heldBytes > maxHeldBytes) return 'too large';
    options.progress(bytes.size);
  }
  return bytes;
}

function machineOf(
  name: string,
  { format, memory }: MemoryImage,
  root: PageTableRoot,
  map: WalkedDirectMap,
  imageTables: number | undefined,
): OpenedMachine {
  const warnings: string[] = [];
  if (map.strangers > 0)
    warnings.push(
      `Entries in the direct map that do not map the memory of their address are left out: ${withCommas(map.strangers)}.`,
    );
  if (map.missingTables > 0 && !memory.partial)
    warnings.push(
      `Page tables for addresses above the memory in this file are not in it: ${withCommas(map.missingTables)}. If the machine has more memory, it is not shown.`,
    );
  return {
    leaves: map.leaves,
    directMapBase: BigInt(map.basePage) * 4096n,
    pagingLevels: pagingLevelsAt(map.basePage),
    tables: map.tables,
    kernel: { mapping: undefined, find: (ranges) => walkVirtual(memory, root, ranges), imageTables },
    format,
    note: `Recorded: the direct map of ${name}, walked in its page tables (${format}), with every bit of every entry.`,
    warnings,
  };
}
