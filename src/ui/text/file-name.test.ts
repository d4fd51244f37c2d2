import { expect, it } from 'vitest';
import { fileName } from './file-name.ts';

it('[WRITE-8] a file is named for what it holds, in characters that every system takes', () => {
  expect(fileName('8 GiB guest, modules and BPF', 3300, 'json')).toBe('8-gib-guest-modules-and-bpf-step-3300.json');
  expect(fileName('../../etc/passwd', undefined, 'csv')).toBe('etc-passwd.csv');
  expect(fileName('Машина', 0, 'png')).toBe('machine-step-0.png');
});
