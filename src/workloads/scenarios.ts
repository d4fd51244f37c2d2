import { PAGES_1G, PAGES_2M, pfn } from '../x86/page.ts';
import { GUEST_WITH_KERNEL, MODULE_TEXT, moduleLoad } from './module-load.ts';
import { recordedRun } from './recorded.ts';
import { SERVER_1T, SERVER_64T, type Server, serverChurn } from './server-churn.ts';
import { GUEST_8G, Script, simulatedRun } from './simulated.ts';
import type { Scenario, Workload } from './workload.ts';

const RFC = { policy: 'rfc-merge', globalFix: true } as const;
const SIMULATED_GUEST = 'Simulated: the engine boots an 8 GiB guest and makes these calls.';

/** What the recorded guests did, between the marks of the recording. */
const GUEST_WORK = [
  'load modules',
  'unload',
  'load again',
  'unload half',
  '500 BPF, half freed',
  '300 BPF, all freed',
  '1,000 BPF, 90 % freed',
  'free all BPF',
  'unload modules',
];

/** A page in the middle of GiB 5, which is one 1G page after boot. */
const PAGE = pfn(5 * PAGES_1G + 201 * PAGES_2M + 0x1c4);
const ITS_2M = { level: 2, pfn: PAGE - 0x1c4 } as const;

/** The library, in the order that it is shown. The first is the default. */
export const SCENARIOS: readonly Scenario[] = [
  recorded({
    id: 'frag-8g',
    recording: 'k2-frag',
    title: '8 GiB guest, modules and BPF',
    summary:
      'A guest short of memory loads and frees modules and 1,800 BPF programs. Its kernel has the merge RFC: watch GiBs break and heal.',
    note: 'Recorded on Linux 6.1.192 with the RFC of 2022 under QEMU. The engine replays the recorded calls; under another policy they are the same calls.',
    startStep: 3300,
    startAt: { level: 2, pfn: 0xa9e00 },
  }),
  recorded({
    id: 'frag-8g-plain',
    recording: 'k1-frag',
    policy: 'none',
    title: 'The same work on a plain kernel',
    summary: 'Linux 6.1 as it was released: the same modules and programs, and everything that splits stays split.',
    note: 'Recorded on Linux 6.1.192 under QEMU. Addresses differ from the other recording, since each kernel allocated for itself.',
    startStep: 0,
    startAt: undefined,
  }),
  recorded({
    id: 'fresh-10g',
    recording: 'k2-default',
    title: '10 GiB guest, plenty of memory',
    summary: 'The same work on a fresh guest: allocations stay close together, and few large pages break.',
    note: 'Recorded on Linux 6.1.192 with the RFC of 2022 under QEMU.',
    startStep: 0,
    startAt: undefined,
  }),
  {
    id: 'one-page',
    title: 'One page breaks a GiB',
    summary:
      "The RFC's own example: one page turns read-only and executable, and a 1G page becomes 1,023 smaller ones; then it goes back.",
    provenance: 'simulated',
    policy: RFC,
    seeded: false,
    load: async () => {
      const script = new Script().phase('read-only').call('ro', PAGE).phase('executable').call('x', PAGE);
      script.phase('not executable').call('nx', PAGE).phase('writable').call('rw', PAGE);
      return simulatedRun(GUEST_8G, script, {
        title: 'One page breaks a GiB',
        note: SIMULATED_GUEST,
        startStep: 0,
        startAt: ITS_2M,
      });
    },
  },
  {
    id: 'lost-global',
    title: 'GLOBAL lost for ever',
    summary:
      'A page is made not present and present again, but GLOBAL does not come back: its table never merges. Switch patch 1 on and step again.',
    provenance: 'simulated',
    policy: { policy: 'rfc-merge', globalFix: false },
    seeded: false,
    load: async () => {
      const script = new Script().phase('not present').call('np', PAGE).phase('present').call('p', PAGE);
      script.phase('again').call('np', PAGE).call('p', PAGE);
      return simulatedRun(GUEST_8G, script, {
        title: 'GLOBAL lost for ever',
        note: SIMULATED_GUEST,
        startStep: 0,
        startAt: ITS_2M,
      });
    },
  },
  {
    id: 'two-pages',
    title: 'Two pages, one stays',
    summary:
      'Two pages of one 2M turn read-only; one goes back. The other alone keeps 1 GiB in pieces, until it goes back too.',
    provenance: 'simulated',
    policy: RFC,
    seeded: false,
    load: async () => {
      const other = PAGE - 0x100;
      const script = new Script().phase('both read-only').call('ro', PAGE).call('ro', other);
      script.phase('one goes back').call('rw', other).phase('the other too').call('rw', PAGE);
      return simulatedRun(GUEST_8G, script, {
        title: 'Two pages, one stays',
        note: SIMULATED_GUEST,
        startStep: 0,
        startAt: ITS_2M,
      });
    },
  },
  {
    id: 'module',
    title: 'A module: code here, data there',
    summary:
      'A module is loaded at module addresses, where its text is read-only and executable. The same pages turn read-only in the direct map, and split it, but stay not executable there.',
    provenance: 'simulated',
    policy: RFC,
    seeded: false,
    load: async () => {
      const script = moduleLoad();
      return simulatedRun(GUEST_WITH_KERNEL, script, {
        title: 'A module: code here, data there',
        note: SIMULATED_GUEST,
        startStep: script.phases.at(-1)?.step ?? 0,
        startAt: { level: 1, pfn: MODULE_TEXT },
      });
    },
  },
  churned(SERVER_1T, {
    id: 'server-1t',
    title: '1 TiB server, six weeks of churn',
    summary:
      'Modules and BPF programs come and go on two nodes. See which policy keeps large pages, and which regions wait for one page.',
  }),
  churned(SERVER_64T, {
    id: 'server-64t',
    title: '64 TiB server, sixteen nodes',
    summary:
      'The same churn on 65,536 GiB: a few hundred are in pieces. Find them from the whole machine down to the page that keeps each split.',
  }),
];

function recorded(about: {
  readonly id: string;
  readonly recording: string;
  readonly policy?: 'none';
  readonly title: string;
  readonly summary: string;
  readonly note: string;
  readonly startStep: number;
  readonly startAt: Workload['startAt'];
}): Scenario {
  const { id, recording, title, summary, note, startStep, startAt } = about;
  return {
    id,
    title,
    summary,
    provenance: 'recorded',
    policy: about.policy === 'none' ? { policy: 'none', globalFix: false } : RFC,
    seeded: false,
    load: async (_seed, assets) =>
      recordedRun(await assets.recording(recording), { title, note, startStep, startAt }, GUEST_WORK),
  };
}

function churned(server: Server, about: Pick<Scenario, 'id' | 'title' | 'summary'>): Scenario {
  return {
    ...about,
    provenance: 'simulated',
    policy: { policy: 'none', globalFix: false },
    seeded: true,
    load: async (seed) => {
      const script = serverChurn(server, seed);
      return simulatedRun(server.spec, script, {
        title: about.title,
        note: 'Simulated: a made-up workload on a made-up server; the page tables behave as the kernel’s.',
        startStep: script.operations.length,
        startAt: undefined,
        zones: server.nodes,
      });
    },
  };
}
