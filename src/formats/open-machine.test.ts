import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { bytesSource, openBytes, QUIET } from '../testing/open-bytes.ts';
import { openMachine } from './open-machine.ts';
import type { Problem } from './problem.ts';

const DUMP = fixtureBytes('captures/K1/frag/after.ptdump-kernel.gz');
const JSON_FILE = fixtureBytes('captures/K1/frag/direct-map.after.json');

const open = (bytes: Uint8Array | string, size?: number) =>
  openBytes(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, {}, size);

async function machineOf(bytes: Uint8Array, size?: number) {
  const result = await open(bytes, size);
  if (!('ok' in result) || !result.ok) throw new Error(JSON.stringify(result));
  return result.machine;
}

async function problemOf(bytes: Uint8Array | string): Promise<Problem> {
  const result = await open(bytes);
  if (!('ok' in result) || result.ok) throw new Error('was read');
  return result.problem;
}

describe('openMachine', () => {
  it('[OPEN-3] gives the same leaves from the dump and from the JSON of one moment', async () => {
    const [dump, json] = [await machineOf(DUMP), await machineOf(JSON_FILE)];
    expect(dump.leaves).toEqual(json.leaves);
    expect(dump.leaves.pfn.length).toBe(574);
    expect([dump.directMapBase, dump.pagingLevels, dump.format]).toEqual([0xffff888000000000n, 4, 'page-table dump']);
    expect(json.format).toBe('direct map as JSON');
    expect(dump.note).toMatch(/^Recorded: the direct map of web07.*ACCESSED and DIRTY/);
  });

  it('[OPEN-11] does not mind the chunks', async () => {
    const whole = await machineOf(DUMP, DUMP.length);
    for (const size of [100, 65_536, 65_537]) expect(await machineOf(DUMP, size)).toEqual(whole);
  });

  it('[OPEN-18] tells how far it is', async () => {
    const seen: number[] = [];
    await openBytes(DUMP, { progress: (bytes) => seen.push(bytes) }, 50_000);
    expect(seen).toEqual([100_000, DUMP.length]);
  });

  it('[OPEN-18] stops when it is cancelled, and lets the source go', async () => {
    let closed = false;
    let taken = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for await (const chunk of bytesSource('x', DUMP, 1000).chunks()) {
          taken++;
          yield chunk;
        }
      } finally {
        closed = true;
      }
    }
    const result = await openMachine(
      { ...bytesSource('x', DUMP), chunks: source },
      { ...QUIET, cancelled: () => taken === 3 },
    );
    expect(result).toEqual({ cancelled: true });
    expect([closed, taken]).toEqual([true, 3]);
  });

  it('[OPEN-8] a source that breaks off is a message', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield DUMP.subarray(0, 70_000);
      throw new TypeError('unexpected end of file');
    }
    const result = await openMachine({ ...bytesSource('dump.gz', DUMP), chunks: broken }, QUIET);
    expect(result).toMatchObject({
      ok: false,
      problem: {
        title: 'dump.gz cannot be read to its end',
        detail: expect.stringContaining('After 70,000 bytes (unpacked) reading failed: unexpected end of file.'),
      },
    });
  });

  it('[OPEN-8] a file that is gone when it is read is a message', async () => {
    const chunks = async function* gone(): AsyncGenerator<Uint8Array> {
      yield await Promise.reject(new DOMException('It could not be found.', 'NotFoundError'));
    };
    const result = await openMachine({ ...bytesSource('dump', DUMP), chunks }, QUIET);
    expect(result).toMatchObject({
      problem: { detail: expect.stringMatching(/found\. It was moved/), remedy: 'Choose it again.' },
    });
  });

  it.each([
    ['', 'web07 is empty', /root only/],
    ['DirectMap4k: 22400 kB\nDirectMap2M: 2048 kB\n', 'web07 is /proc/meminfo', /not where/],
    ['direct_map_level2_splits 3\ndirect_map_level3_splits 0\n', 'web07 is /proc/vmstat', /does not say where/],
    ['00001000-0009fbff : System RAM\n', 'web07 is /proc/iomem', /not how it is mapped/],
    [
      '# tracer: nop\n sh-1 [000] 1.5: flush_tlb_all: (flush_tlb_all+0x0/0x2a)\n',
      'web07 is a trace of kernel events',
      /needs the machine/,
    ],
    ['\u{7f}ELF', 'web07 is cut off', /The ELF header ends at byte 64/],
    ['KDUMP   ', 'web07 is cut off', /The header ends at byte 4,200/],
    ['makedumpfile\0', 'web07 is cut off', /The next piece ends at byte 4,112/],
    ['a\0b', 'web07 is not text', /zero bytes.*CR3/],
    ['---[ Linear Mapping start ]---\n', 'web07 is the page-table dump of an arm64 machine', /columns of arm64/],
    [
      'cat: kernel: Permission denied\n',
      'web07 is no file that Recoalesce knows',
      /page-table dump.*info tlb.*ELF core.*kdump.*raw.*meminfo.*info mem.*perf/s,
    ],
  ])('[OPEN-12] names %j and says what to collect', async (bytes, title, detail) => {
    const problem = await problemOf(bytes);
    expect(problem.title).toBe(title);
    expect(problem.detail).toMatch(detail);
    expect(problem.remedy).not.toBe('');
  });

  it('[OPEN-12] names packed and UTF-16 files', async () => {
    expect((await problemOf(gzipSync(DUMP))).title).toBe('web07 is packed with gzip twice');
    expect((await problemOf(Buffer.from(`\u{feff}---[ User Space ]---`, 'utf16le'))).title).toBe(
      'web07 is UTF-16 text',
    );
    expect((await problemOf(fixtureBytes('captures/K1/frag/dmap-events.jsonl.gz'))).title).toBe(
      'web07 holds changes of a direct map, but no machine',
    );
  });

  it.each([
    [[...Buffer.from('\xfd7zXZ\0\0', 'latin1')], 'web07 is packed with xz', /`xz -dc FILE \| npm run/],
    [[0x28, 0xb5, 0x2f, 0xfd, 4], 'web07 is packed with zstd', /`zstd -dk FILE`/],
    [[...Buffer.from('BZh91AY')], 'web07 is packed with bzip2', /`bzip2 -dk FILE`/],
    [[...Buffer.from('PK\x03\x04')], 'web07 is a zip archive', /`unzip FILE`.*together/],
    [
      [...Buffer.from('meminfo'.padEnd(257, '\0')), ...Buffer.from('ustar')],
      'web07 is a tar archive',
      /`tar -xf FILE`/,
    ],
    [[0x17, 8, ...Buffer.from('Dtracing6')], 'web07 is a recording of trace-cmd', /`trace-cmd report FILE/],
    [[...Buffer.from('PERFILE2')], 'web07 is a recording of perf', /`perf script -i FILE/],
    [[...Buffer.from('QEVM\0')], 'web07 is a saved guest of QEMU', /`virsh dump --memory-only/],
  ])('[OPEN-12] names a binary file that a command turns into one to be read: %j', async (bytes, title, remedy) => {
    const problem = await problemOf(Uint8Array.from(bytes));
    expect(problem.title).toBe(title);
    expect(problem.remedy).toMatch(remedy);
  });

  it.each([
    ['0x00000000-0xc0000000           3G                               pgd\n', 'of a 32-bit machine', /64-bit kernel/],
    ['0x0000000000001000-0x0000000000100000      1020K PTE RW NX\n', 'of a machine that is not x86', /x86-64 machine/],
  ])('[OPEN-12] names a dump of another kind: %j', async (text, kind, remedy) => {
    const { title, excerpt, remedy: what } = await problemOf(text);
    expect(title).toBe(`web07 is the page-table dump ${kind}`);
    expect(excerpt[0]?.text).toBe(text.trimEnd());
    expect(what).toMatch(remedy);
  });

  it('shows the first lines of an unknown text', async () => {
    const problem = await problemOf('cat: kernel: Permission denied\nx\n');
    expect(problem.excerpt[0]).toEqual({ line: 1, text: 'cat: kernel: Permission denied', fault: true });
  });
});
