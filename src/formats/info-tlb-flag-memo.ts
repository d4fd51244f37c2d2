import type { Prot } from '../x86/prot.ts';
import { protOfFlags } from './info-tlb-flags.ts';

const SLOTS = 64;
const GOLDEN_RATIO = 0x9e3779b1;

/** The few different flags of an `info tlb`: nine letters XGPDACTUW to the bits of an entry. */
export class InfoTlbFlagMemo {
  readonly #a = new Int32Array(SLOTS);
  readonly #b = new Int32Array(SLOTS);
  readonly #c = new Int32Array(SLOTS).fill(-1);
  readonly #prot = new Int32Array(SLOTS);

  /** The bits that the nine characters at `at` say, PRESENT among them; 0 when they are no flags. */
  protAt(view: DataView, at: number): Prot | 0 {
    const a = view.getInt32(at, true);
    const b = view.getInt32(at + 4, true);
    const c = view.getUint8(at + 8);
    const slot = Math.imul(a ^ Math.imul(b, 31) ^ c, GOLDEN_RATIO) >>> 26;
    if (this.#a[slot] === a && this.#b[slot] === b && this.#c[slot] === c) return this.#prot[slot] as Prot;
    const flags = Array.from({ length: 9 }, (_, i) => String.fromCharCode(view.getUint8(at + i))).join('');
    const prot = protOfFlags(flags);
    if (prot === undefined) return 0;
    this.#a[slot] = a;
    this.#b[slot] = b;
    this.#c[slot] = c;
    this.#prot[slot] = prot;
    return prot;
  }
}
