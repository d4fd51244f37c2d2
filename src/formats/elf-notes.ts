import { asciiText } from './ascii-text.ts';
import { type PageTableRoot, rootsOfCr3 } from './page-table-root.ts';
import { rootOfVmcoreinfo } from './vmcoreinfo.ts';

/** Offsets in QEMUCPUState (target/i386/arch_dump.c), version 1: 16 registers, rip, rflags, 10 segments, CR0-CR4. */
const QEMU_STATE_BYTES = 440;
const QEMU_CR3_AT = 416;
const QEMU_CR4_AT = 424;
const HEADER_BYTES = 12;
/** Places that are tried: where the kernel's half is not in the tables of so many CPUs, it is in those of none. */
const MOST_ROOTS = 64;

/** Where the page tables may begin, by the notes of a core: VMCOREINFO, then the registers of each CPU. */
export function rootsOfNotes(notes: Uint8Array): PageTableRoot[] {
  const fromKernel: PageTableRoot[] = [];
  const fromCpus: PageTableRoot[] = [];
  let cpu = 0;
  for (const { name, desc } of notesIn(notes)) {
    if (name === 'VMCOREINFO') {
      const root = rootOfVmcoreinfo(asciiText(desc));
      if (root !== undefined) fromKernel.push(root);
    } else if (name === 'QEMU' && desc.length >= QEMU_STATE_BYTES) {
      const view = new DataView(desc.buffer, desc.byteOffset, desc.byteLength);
      const [cr3, cr4] = [view.getBigUint64(QEMU_CR3_AT, true), view.getBigUint64(QEMU_CR4_AT, true)];
      fromCpus.push(...rootsOfCr3(cr3, cr4, `CR3 of CPU ${cpu++}`));
    }
  }
  return distinct([...fromKernel, ...fromCpus]).slice(0, MOST_ROOTS);
}

interface Note {
  readonly name: string;
  readonly desc: Uint8Array;
}

/** Notes in order; the rest is left out from the first one on that does not fit. */
function* notesIn(bytes: Uint8Array): Generator<Note> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    const nameBytes = view.getUint32(at, true);
    const descAt = at + HEADER_BYTES + aligned(nameBytes);
    const descBytes = view.getUint32(at + 4, true);
    if (descAt + descBytes > bytes.length) return;
    const name = asciiText(bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + nameBytes)).replace(/\0.*$/s, '');
    yield { name, desc: bytes.subarray(descAt, descAt + descBytes) };
    at = descAt + aligned(descBytes);
  }
}

const aligned = (bytes: number): number => Math.ceil(bytes / 4) * 4;

function distinct(roots: readonly PageTableRoot[]): PageTableRoot[] {
  const seen = new Set<string>();
  return roots.filter(({ address, levels }) => {
    const key = `${address} ${levels}`;
    return !seen.has(key) && seen.add(key);
  });
}
