import { PageOwner, type PageOwnerName } from '../x86/page-owner.ts';

/** Who may have a page, as the legend lists it. */
export interface Owner {
  readonly name: PageOwnerName;
  readonly owner: PageOwner;
  readonly label: string;
  /** In a sentence: "BPF program". */
  readonly short: string;
}

const TEXT: readonly (readonly [name: PageOwnerName, label: string, short: string])[] = [
  ['unknown', 'Not known', 'not known'],
  ['free', 'Free', 'free'],
  ['used', 'In use', 'in use'],
  ['kernel', 'Kernel image', 'kernel'],
  ['table', 'Page tables', 'page table'],
  ['driver', 'Drivers', 'driver'],
  ['caller', 'Other callers', 'caller'],
  ['module', 'Modules', 'module'],
  ['bpf', 'BPF programs', 'BPF'],
];

/** All owners in the order of the legend. */
export const OWNERS: readonly Owner[] = TEXT.map(([name, label, short]) => ({
  name,
  owner: PageOwner[name],
  label,
  short,
}));
