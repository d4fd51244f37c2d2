/** Two lower-case hex digits, read as a little-endian 16-bit word, to their value; -1 for anything else. */
export const HEX_PAIR: Int16Array = new Int16Array(65536).fill(-1);
for (let value = 0; value < 256; value++) {
  const text = value.toString(16).padStart(2, '0');
  HEX_PAIR[text.charCodeAt(0) | (text.charCodeAt(1) << 8)] = value;
}
