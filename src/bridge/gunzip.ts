/** Bytes of a blob, unzipped when they begin as gzip does (a host may have unzipped a .gz file already). */
export async function* unzippedChunks(blob: Blob): AsyncGenerator<Uint8Array> {
  const head = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const stream = blob.stream();
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const reader = (isGzip ? stream.pipeThrough(new DecompressionStream('gzip')) : stream).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Text of a blob, unzipped when it is gzip. */
export async function unzippedText(blob: Blob): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of unzippedChunks(blob)) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
