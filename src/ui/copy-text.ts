/** Puts a text into the clipboard; false when the browser forbids it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (refusal) {
    if (refusal instanceof DOMException || refusal instanceof TypeError) return false;
    throw refusal;
  }
}
