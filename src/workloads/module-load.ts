import type { KernelImage, MachineSpec } from '../engine/index.ts';
import { PAGES_1G, PAGES_2M } from '../x86/page.ts';
import { GUEST_8G, Script } from './simulated.ts';

/** Linux 6.1.192 as it was built for the recordings. */
const IMAGE: KernelImage = {
  text: { firstPfn: 0x1000, endPfn: 0x1601 },
  rodata: { firstPfn: 0x1800, endPfn: 0x1a12 },
  init: { firstPfn: 0x1d36, endPfn: 0x1e0b },
  readOnly: [{ firstPfn: 0x1e0c, endPfn: 0x1e0d }],
  endPfn: 0x2030,
  physBase: 0,
};

/** The 8 GiB guest with its kernel image. */
export const GUEST_WITH_KERNEL: MachineSpec = { ...GUEST_8G, image: IMAGE };

const MODULES = 0xffffffffc0000000n;
const GIB = 5 * PAGES_1G;
/** First page of the module's text. */
export const MODULE_TEXT = GIB + 201 * PAGES_2M + 0x1c4;
const TEXT = [MODULE_TEXT, MODULE_TEXT + 1, MODULE_TEXT + 5];
const RODATA = [GIB + 201 * PAGES_2M + 0x80, GIB + 202 * PAGES_2M + 7];
const DATA = [GIB + 202 * PAGES_2M + 8, GIB + 202 * PAGES_2M + 9];

const at = (page: number): bigint => MODULES + (BigInt(page) << 12n);

/** A module is loaded and unloaded: its calls are made at module addresses, and the direct map sees their aliases. */
export function moduleLoad(): Script {
  const pages = [...TEXT, ...RODATA, ...DATA];
  const text = TEXT.length;
  const rodata = RODATA.length;
  const script = new Script().phase('load');
  for (const pfn of pages) script.pages('allocate', pfn);
  script.map(MODULES, pages, 'module').phase('text and constants read-only');
  script.at('ro', MODULES, text).at('ro', at(text), rodata).phase('data not executable');
  script
    .at('nx', at(text), rodata)
    .at('nx', at(text + rodata), DATA.length)
    .phase('text executable');
  script.at('x', MODULES, text).phase('unload');
  for (const pfn of pages) script.call('dm_inval', pfn);
  script.unmap(MODULES, pages.length);
  for (const pfn of pages) script.call('dm_default', pfn).pages('free', pfn);
  return script;
}
