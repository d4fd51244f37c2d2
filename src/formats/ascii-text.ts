const PIECE = 8192;

/** Bytes as text, one character a byte; bytes that are not ASCII become U+FFFD. */
export function asciiText(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += PIECE)
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(from, from + PIECE));
  return text.replace(/[\x80-\xff]/g, '\uFFFD');
}
