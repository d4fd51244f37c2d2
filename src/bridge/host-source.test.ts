import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixtureBytes } from '../testing/fixture-bytes.ts';
import { hostClient } from '../testing/host-client.ts';
import { ROOT } from '../testing/project-files.ts';

const CORE = 'captures/K1/image-192M/phys-pagetables-only.elf.gz';

describe('a memory image in the page', () => {
  it.each([
    ['packed', () => readFileSync(`${ROOT}/fixtures/${CORE}`)],
    ['as it is', () => fixtureBytes(CORE)],
  ])('[OPEN-24] is opened %s', async (_, bytes) => {
    const blob = new Blob([Uint8Array.from(bytes())]);
    const opened = await hostClient().request('open', {
      source: { kind: 'file', name: 'core', blob },
      choice: undefined,
      userCalls: [],
    });
    expect(opened).toMatchObject({
      ok: true,
      run: { machine: { provenance: 'recorded', directMapBase: '0xffff888000000000' } },
    });
  });
});
