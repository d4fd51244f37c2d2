import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { ROOT } from '../testing/project-files.ts';
import { detect } from './detect.ts';

const ROW = '0xffff888000000000-0xffff888000200000           2M     RW                 GLB NX pte\n';

describe('detect', () => {
  it('[OPEN-1] tells every recorded file by its content', () => {
    const found = readdirSync(join(ROOT, 'fixtures/captures'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(ROOT, 'fixtures/').length))
      .filter((path) => /ptdump-kernel|direct-map|dmap-events|info-tlb/.test(path))
      .map((path) => [path.replace(/^.*\/|\.gz$/g, ''), detect(fixtureBytes(path).subarray(0, 65536))]);
    expect(found.length).toBeGreaterThan(20);
    for (const [file, format] of found) {
      const expected = file?.endsWith('ptdump-kernel') ? 'ptdump' : file?.startsWith('dmap') ? 'dmap-events' : file?.includes('info-tlb') ? 'qemu-info-tlb' : 'direct-map-json'; // biome-ignore format: a table
      expect([file, format]).toEqual([file, expected]);
    }
  });

  it.each([
    ['ptdump', ROW],
    ['ptdump', `Hello,\n\n> [    0.123456] ${ROW}`],
    ['ptdump', '---[ User Space ]---\n'],
    ['ptdump-32-bit', '0xc0000000-0xc0200000           2M     RW         PSE     GLB NX pmd\n'],
    ['ptdump-arm64', '---[ Linear Mapping start ]---\n0xffff000000000000-0xffff000000200000           2M PTE       RW NX SHD AF            UXN    MEM/NORMAL-TAGGED\n'], // biome-ignore format: one file a line
    ['ptdump-other', '0xffffaf8000000000-0xffffaf8000200000    0x0000000080000000         2M PMD     D A G . . W R V\n'], // biome-ignore format: one file a line
    ['ptdump-other', '0x0000000000001000-0x0000000000100000      1020K PTE RW NX\n'],
    ['qemu-info-tlb', 'ffff888000000000: 0000000000000000 XG-DA---W\r\n'],
    ['qemu-info-tlb', 'QEMU 7.2.22 monitor\n(qemu) info tlb\nffff888000000000: 0000000000000000 XGPDA---W\n'],
    ['qemu-info-tlb', 'Hello\n> ffff888000000000: 0000000000000000 XGPDA---W\n'],
    ['qemu-info-tlb', 'PG disabled\n'],
    ['qmp-answer', '{"return":"ffff888000000000: 0000000000000000 XG-DA---W\\r\\n","id":"libvirt-9"}'],
    ['qmp-answer', '{"id": "a", "return": ""}'],
    ['qemu-info-mem', 'ffff888000000000-ffff888000099000 0000000000099000 -rw\n'],
    ['meminfo', 'MemTotal:        8148952 kB\nMemFree:          123 kB\n'],
    ['meminfo', 'DirectMap4k:       22400 kB\nDirectMap2M:     3123200 kB\n'],
    ['vmstat', 'nr_free_pages 1234\nnr_zone_inactive_anon 12\n'],
    ['meminfo', 'Hello,\n> DirectMap4k:       22400 kB\n'],
    ['meminfo', '/proc/meminfo:DirectMap4k:       22400 kB\n'],
    ['vmstat', 'direct_map_level2_splits 36\n'],
    ['vmstat', '>> direct_map_level2_splits 36\n'],
    ['iomem', '00000000-00000fff : Reserved\n00001000-0009fbff : System RAM\n'],
    ['trace-text', '# tracer: nop\n#\n'],
    [
      'trace-text',
      '          insmod-137     [001] .....    87.298300: set_memory_ro: (set_memory_ro+0x0/0x60) addr=0x1\n',
    ],
    ['trace-text', 'insmod   241 [001]    84.049519: cpa:set_memory_ro: (ffffffff8105f0a0) addr=0x1 numpages=1\n'],
    [
      'trace-text',
      'Web Content 9/241 84.049519:   1 probe:__change_page_attr_set_clr_1: (ffffffff8105f0a0) addr=0x1\n',
    ],
    [
      'golden-trace',
      '{"type":"header","kernel":"6.1.192","policy":"none","window_gib":2,"window_pages":524288}\n{"i":0}\n',
    ],
    ['empty', ' \n\r\n'],
    ['unknown', 'Hello, here is nothing.\n'],
    ['unknown', '{"a": 1}'],
    ['unknown', '<html><body>Not found</body></html>'],
    ['unknown', 'cat: /sys/kernel/debug/page_tables/kernel: Permission denied\n'],
  ])('[OPEN-1] %s from %j', (format, text) => {
    expect(detect(text)).toBe(format);
    expect(detect(Buffer.from(text))).toBe(format);
  });

  it.each([
    ['gzip', [0x1f, 0x8b, 8, 0]],
    ['elf', [0x7f, 0x45, 0x4c, 0x46, 2]],
    ['kdump', [...Buffer.from('KDUMP   '), 6, 0]],
    ['utf-16', [0xff, 0xfe, 0x2d, 0]],
    ['utf-16', [...Buffer.from(ROW, 'utf16le')]],
    ['utf-16', [...Buffer.from(ROW, 'utf16le').swap16()]],
    ['foreign-binary', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]],
    ['binary', [0x41, 0, 0x42]],
    ['empty', []],
    ['empty', [0xef, 0xbb, 0xbf, 0x0a]],
  ])('[OPEN-1] %s from bytes', (format, bytes) => {
    expect(detect(Uint8Array.from(bytes))).toBe(format);
  });

  it('[OPEN-13] has an answer for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(detect(bytes)).toMatch(/^(empty|unknown|binary|gzip|utf-16)$/);
      }),
      { seed: 3 },
    );
  });
});
