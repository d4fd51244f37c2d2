import { expect, it } from 'vitest';
import { fixtureText } from '../testing/fixture-bytes.ts';
import { readUntracedJson } from './untraced-json.ts';

it('[OPEN-17] reads the pages made read-only before tracing', () => {
  const read = readUntracedJson('untraced-ro.json', fixtureText('captures/K2/frag/untraced-ro.json'));
  expect(read).toEqual({ ok: true, value: [2322241, 2322245] });
});

it.each(['[]', '{}', '{"pfns_made_ro_before_tracing": 3}', '{"pfns_made_ro_before_tracing": [1, -2]}', 'x'])(
  'refuses %s',
  (text) => expect(readUntracedJson('x.json', text).ok).toBe(false),
);
