/** A field's number: with 0x hex, without it as the field is printed (addresses and masks in hex, counts decimal). */
export type FieldBase = 'hex' | 'decimal';

/** The values of "name=value name=value" by the first of `names` that is there; undefined: none is. */
export function traceField(rest: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = new RegExp(`(?:^|\\s)${name}=(\\S+)`).exec(rest);
    if (found !== null) return found[1];
  }
  return undefined;
}

/** A number of a field as 64 bits, negative ones wrapped; undefined when it is none. */
export function traceNumber(text: string, base: FieldBase): bigint | undefined {
  if (/^0x[0-9a-f]{1,16}$/i.test(text)) return BigInt(text);
  if (/^-\d{1,19}$/.test(text)) return BigInt.asUintN(64, BigInt(text));
  if (/^\d{1,20}$/.test(text) && (base === 'decimal' || text.length > 16)) return BigInt.asUintN(64, BigInt(text));
  return /^[0-9a-f]{1,16}$/i.test(text) ? BigInt(`0x${text}`) : undefined;
}
