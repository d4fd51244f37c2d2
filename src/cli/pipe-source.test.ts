import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { detect } from '../formats/detect.ts';
import { ROOT } from '../testing/project-files.ts';
import { inspectCommand } from './inspect-command.ts';
import { openFile } from './open-file.ts';
import { pipeSource } from './pipe-source.ts';

const CAPTURES = join(ROOT, 'fixtures/captures/K1');
const scratch = mkdtempSync(join(tmpdir(), 'pipe-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A named pipe into which a file goes, as it is or through `streams`. */
function piped(file: string, ...streams: NodeJS.ReadWriteStream[]): string {
  const path = join(mkdtempSync(join(scratch, 'pipe-')), 'fifo');
  execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
  pipeline([createReadStream(join(CAPTURES, file)), ...streams, createWriteStream(path)]).catch(() => undefined); // one is cut on purpose
  return path;
}

describe('a pipe', () => {
  it.each([
    ['text', 'frag/end.ptdump-kernel.gz', [createGunzip()]],
    ['text, packed', 'frag/before.ptdump-kernel', [createGzip()]],
    ['`info tlb`, packed', 'frag/end.qemu-info-tlb.txt.gz', []],
    ['a memory image, packed', 'image-192M/phys-pagetables-only.elf.gz', []],
    ['a memory image', 'image-192M/phys-pagetables-only.elf.gz', [createGunzip()]],
  ])('[OPEN-35] gives the machine of the file: %s', async (_, file, streams) => {
    const { leaves } = await openFile(piped(file, ...streams), undefined);
    expect(leaves.pfn.length).toBeGreaterThan(5);
    expect(leaves).toEqual((await openFile(join(CAPTURES, file), undefined)).leaves);
  });

  it('[OPEN-35] that ends early is a message, as a file is', async () => {
    const out: string[] = [];
    const output = { out: (line: string) => out.push(line), err: (line: string) => out.push(line) };
    const path = piped('frag/before.ptdump-kernel', createGzip(), async function* (packed: AsyncIterable<Buffer>) {
      for await (const chunk of packed) {
        yield chunk.subarray(0, 900);
        return;
      }
    } as unknown as NodeJS.ReadWriteStream);
    expect(await inspectCommand([path], output)).toBe(2);
    expect(out[0]).toMatch(/cannot be read to its end\. After \d/);
  });

  it('[OPEN-35] can be looked at and then read from its first byte on, but not read twice', async () => {
    const chunks = Array.from({ length: 100 }, (_, i) => Buffer.alloc(100_000, 97 + (i % 26)));
    const source = pipeSource('pipe', Readable.from(chunks, { objectMode: false }));
    for await (const chunk of source.chunks()) {
      expect(detect(chunk)).toBe('unknown');
      break;
    }
    expect(await source.slice(0, 2)).toEqual(Buffer.from('aa'));
    const read = async (): Promise<number> => {
      let bytes = 0;
      for await (const chunk of source.chunks()) bytes += chunk.length;
      return bytes;
    };
    expect(await read()).toBe(10_000_000);
    await expect(read()).rejects.toThrow('cannot be read twice');
  });
});

describe('a path that is no file', () => {
  it.each([
    [scratch, 'it is a folder; give the files that are in it'],
    [join(scratch, 'nothing'), 'there is no such file'],
  ])('is a message: %s', async (path, why) => {
    await expect(openFile(path, undefined)).rejects.toThrow(`${path} cannot be read: ${why}`);
  });
});
