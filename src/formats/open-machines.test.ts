import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { bytesSource, openBytes, QUIET } from '../testing/open-bytes.ts';
import { counted1gAgain } from './counted-again.ts';
import { openMachines } from './open-machines.ts';

const GIB = 262144;
const CAPTURES = ['K1', 'K2'].flatMap((kernel) =>
  ['default', 'frag'].flatMap((guest) =>
    ['before', 'after', 'end'].map((moment) => [`${kernel}/${guest}`, moment] as const),
  ),
);
const EXACT = /DirectMap4k, 2M and 1G agree with the direct map to the kB\.$/;

function fixture(path: string) {
  const name = path.replace(/^.*\//, '');
  for (const ending of ['', '.gz'])
    try {
      return bytesSource(name, fixtureBytes(`captures/${path}${ending}`));
    } catch (error) {
      if (ending === '.gz') throw error;
    }
  throw new Error(path);
}

async function joined(...paths: string[]) {
  const opened = await openMachines(paths.map(fixture), QUIET);
  if (!('ok' in opened) || !opened.ok) throw new Error(JSON.stringify(opened));
  return opened;
}

const text = (name: string, content: string) => bytesSource(name, Buffer.from(content));

describe('several files of one machine', () => {
  it.each(CAPTURES)('[JOIN-1] %s %s: meminfo is the dump to the kB, by rules of the kernel', async (guest, moment) => {
    for (const dump of ['ptdump-kernel', 'qemu-info-tlb.txt'])
      for (const iomem of [[], [`${guest}/before.iomem`]]) {
        const { machines, aside } = await joined(`${guest}/${moment}.meminfo`, `${guest}/${moment}.${dump}`, ...iomem);
        expect([machines.length, aside]).toEqual([1, []]);
        const findings = machines[0].findings.filter(({ part }) => part.endsWith('meminfo'));
        expect(findings.map(({ verdict }) => verdict)).toEqual(['explained', 'explained', 'agrees']);
        expect(findings.at(-1)?.what).toMatch(EXACT);
      }
  });

  it.each(['K1', 'K2'])('[JOIN-1] %s, a guest without 1G pages, image and dump', async (kernel) => {
    for (const file of ['ptdump-kernel', 'qemu-info-tlb.txt', 'phys-pagetables-only.elf']) {
      const folder = `${kernel}/image-192M`;
      const { machines } = await joined(
        `${folder}/${file}`,
        `${folder}/meminfo`,
        `${folder}/vmstat`,
        `${folder}/iomem`,
      );
      expect(machines[0].findings.map(({ what }) => what)).toContainEqual(expect.stringMatching(EXACT));
      expect(machines[0].findings.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
    }
  });

  it('[JOIN-2] a GiB that several steps of the boot touch is counted again', () => {
    const low = { firstPfn: 256, endPfn: 0xbffe0 };
    expect(counted1gAgain([low, { firstPfn: 4 * GIB, endPfn: 9 * GIB }])).toBe(2);
    expect(counted1gAgain([low, { firstPfn: 4 * GIB, endPfn: 11 * GIB }])).toBe(2);
    expect(counted1gAgain([{ firstPfn: 256, endPfn: 0xbfe0 }])).toBe(0);
    expect(counted1gAgain([low, { firstPfn: 4 * GIB, endPfn: 9 * GIB - 512 }])).toBe(0);
    expect(counted1gAgain([])).toBe(0);
  });

  it('[JOIN-3] in any order; a meminfo of another moment is said to be one', async () => {
    const paths = ['before.ptdump-kernel', 'end.meminfo', 'before.vmstat', 'before.iomem'].map(
      (name) => `K1/frag/${name}`,
    );
    const forwards = await joined(...paths);
    const backwards = await joined(...[...paths].reverse());
    expect(backwards.machines[0].findings).toEqual(forwards.machines[0].findings);
    expect(forwards.machines[0].findings.filter(({ verdict }) => verdict === 'differs')).toEqual([
      {
        part: 'end.meminfo',
        verdict: 'differs',
        what: 'DirectMap4k, 2M and 1G differ by +18,432, +1,500 and -3 pages of these sizes from what the direct map gives.',
        reason: expect.stringContaining('The sum is the same: pages were split or merged'),
      },
    ]);
    expect(forwards.machines[0].iomem?.image[0]).toEqual({ name: 'Kernel code', firstPfn: 0x1000, endPfn: 0x1600 });
  });

  it('[JOIN-3] two dumps of one moment are one machine, of two moments two; counts go to the right one', async () => {
    const one = await joined('K2/frag/end.ptdump-kernel', 'K2/frag/end.qemu-info-tlb.txt');
    expect([one.machines.length, one.machines[0].machine.format]).toEqual([1, 'info tlb of QEMU']);
    const two = await joined('K2/frag/end.meminfo', 'K2/frag/before.ptdump-kernel', 'K2/frag/end.ptdump-kernel');
    expect(two.machines.map(({ parts }) => parts.map(({ name }) => name))).toEqual([
      ['before.ptdump-kernel'],
      ['end.ptdump-kernel', 'end.meminfo'],
    ]);
  });

  it('[JOIN-8] only equal numbers agree; what a rule of the kernel gives is explained', async () => {
    const { machines } = await joined('K1/frag/end.ptdump-kernel', 'K1/frag/end.meminfo', 'K1/frag/end.vmstat');
    expect(machines[0].findings.map(({ part, verdict }) => [part, verdict])).toEqual([
      ['end.meminfo', 'explained'],
      ['end.meminfo', 'explained'],
      ['end.meminfo', 'agrees'],
      ['end.vmstat', 'explained'],
      ['end.vmstat', 'explained'],
    ]);
  });

  it('[JOIN-4] what cannot be of this machine is set aside, and why', async () => {
    const { machines, aside } = await joined(
      'K1/frag/before.ptdump-kernel',
      'K1/default/before.meminfo',
      'K1/default/before.iomem',
    );
    expect(machines[0].findings).toEqual([]);
    expect(aside.map(({ name, why }) => [name, why.split(':')[0]])).toEqual([
      ['before.iomem', 'it cannot be of the machine of before.ptdump-kernel'],
      ['before.meminfo', 'it cannot be of the machine of before.ptdump-kernel'],
    ]);
  });

  it('[JOIN-5] a trace becomes the run of the machine', async () => {
    const { machines } = await joined('K2/frag/trace_pipe.txt', 'K2/frag/before.qemu-info-tlb.txt');
    expect([machines[0].trace?.operations.length, machines[0].trace?.unresolved]).toEqual([6194, 0]);
  });

  it('[JOIN-10] what was collected into one file is read as if it were several', async () => {
    const names = ['end.meminfo', 'end.vmstat', 'before.iomem'].map((name) => `K1/frag/${name}`);
    const all = names.map((name) => Buffer.from(fixtureBytes(`captures/${name}`)).toString());
    const apart = await joined('K1/frag/end.ptdump-kernel', ...names);
    for (const contents of [all, all.toReversed()]) {
      const opened = await openMachines([fixture('K1/frag/end.ptdump-kernel'), text('all', contents.join(''))], QUIET);
      if (!('ok' in opened) || !opened.ok) throw new Error(JSON.stringify(opened));
      const { findings, parts } = opened.machines[0];
      expect(findings.map(({ what }) => what)).toEqual(apart.machines[0].findings.map(({ what }) => what));
      expect(parts.slice(1).map(({ name }) => name)).toEqual(['all', 'all', 'all']);
    }
    const alone = await openMachines([text('all', all.join(''))], QUIET);
    expect(alone).toMatchObject({ ok: false, problem: { title: 'all holds no map' } });
  });

  it('[JOIN-4] without a map there is no machine, and no map is made up', async () => {
    const opened = await openMachines([fixture('K1/frag/before.meminfo'), fixture('K1/frag/before.vmstat')], QUIET);
    expect(opened).toMatchObject({ ok: false, problem: { title: 'None of these files holds a map' } });
  });
});

describe('files of /proc', () => {
  const dump = fixture('K1/image-192M/ptdump-kernel');
  it.each([
    [
      'meminfo with an odd number',
      'DirectMap4k: 30591 kB\nDirectMap2M: 165888 kB\n',
      'cannot be read at line 1',
      /multiple of 4 kB/,
    ],
    [
      'meminfo without 2M',
      'MemTotal: 1 kB\nDirectMap4k: 30592 kB\n',
      'has no DirectMap lines',
      /DirectMap2M is missing/,
    ],
    ['meminfo twice', 'DirectMap4k: 4 kB\nDirectMap4k: 4 kB\n', 'cannot be read at line 2', /second time/],
    ['meminfo of 32 bits', 'DirectMap4k: 4 kB\nDirectMap4M: 4096 kB\n', 'cannot be read at line 2', /PAE/],
    [
      'vmstat without a number',
      'nr_free_pages 1\ndirect_map_level2_splits x\n',
      'cannot be read at line 2',
      /no number/,
    ],
    ['vmstat of an old kernel', 'nr_free_pages 1\n', 'does not count splits', /5\.13/],
    ['iomem of a user', '00000000-00000000 : System RAM\n', 'hides its addresses', /not root/],
    ['iomem without RAM', '000a0000-000bffff : PCI Bus\n', 'has no System RAM', /System RAM/],
    ['iomem backwards', '00100000-00000fff : System RAM\n', 'cannot be read at line 1', /ends before/],
    [
      'iomem twice',
      '00100000-001fffff : System RAM\n00100000-001fffff : System RAM\n',
      'cannot be read at line 2',
      /overlaps/,
    ],
  ])('[JOIN-6] %s: a message', async (_, content, title, detail) => {
    const opened = await openMachines([dump, text('file', content)], QUIET);
    const problem = 'ok' in opened && !opened.ok ? opened.problem : undefined;
    expect(problem?.title).toBe(`file ${title}`);
    expect(problem?.detail).toMatch(detail);
    expect(problem?.remedy).not.toBe('');
  });

  it('[OPEN-36] alone they say what they hold, and that it is no map', async () => {
    for (const [path, says] of [
      ['K1/frag/end.meminfo', '98,176 kB in 4K (0.9%), 6,193,152 kB in 2M (59.1%), 4,194,304 kB in 1G (40.0%). '],
      ['K2/frag/end.vmstat', 'Since boot 32 pages of 2M and 8 of 1G were split, and 31 and 7 made again. '],
      ['K1/frag/end.vmstat', 'Since boot 36 pages of 2M and 3 of 1G were split. '],
      ['K1/frag/before.iomem', 'There are 8,388,088 kB of RAM. '],
      ['K1/frag/trace_pipe.txt.gz', 'Of its 13,538 events'],
    ] as const) {
      const opened = await openBytes(fixtureBytes(`captures/${path}`));
      expect('ok' in opened && !opened.ok && opened.problem.detail).toContain(says);
    }
    const both = await openMachines([fixture('K1/frag/end.meminfo'), fixture('K1/frag/end.vmstat')], QUIET);
    expect('ok' in both && !both.ok && both.problem.detail.split('\n')).toEqual([
      'What was read:',
      expect.stringMatching(/^• end\.meminfo, \/proc\/meminfo\. It counts 98,176 kB/),
      expect.stringMatching(/^• end\.vmstat, \/proc\/vmstat\. Since boot 36/),
      expect.stringContaining('not where its pages are'),
    ]);
  });

  it('[OPEN-12] alone they say what they need', async () => {
    for (const [path, title] of [
      ['K1/frag/before.meminfo', 'web07 is /proc/meminfo'],
      ['K1/frag/before.iomem', 'web07 is /proc/iomem'],
      ['K1/frag/trace_pipe.txt.gz', 'web07 is a trace of kernel events'],
    ] as const)
      expect(await openBytes(fixtureBytes(`captures/${path}`))).toMatchObject({
        ok: false,
        problem: { title, remedy: expect.stringContaining('Open it together with a dump') },
      });
  });
});
