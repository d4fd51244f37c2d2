const SHORT: Readonly<Record<string, string>> = { PRESENT: 'P', GLOBAL: 'G', ACCESSED: 'A', DIRTY: 'D', USER: 'US' };

/** A bit's name for narrow places, as the SDM writes it: "PRESENT" is "P". */
export const shortBit = (name: string): string => SHORT[name] ?? name;
