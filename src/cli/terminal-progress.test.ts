import { describe, expect, it } from 'vitest';
import { TerminalProgress } from './terminal-progress.ts';

const MIB = 1024 ** 2;

function written(isTTY: boolean, work: (progress: TerminalProgress) => void): string {
  let text = '';
  const write = (piece: string | Uint8Array): boolean => {
    text += piece;
    return true;
  };
  work(new TerminalProgress({ isTTY, write }));
  return text;
}

describe('progress of reading', () => {
  it('is told on a terminal every 16 MiB, and taken away at the end', () => {
    const text = written(true, (progress) => {
      for (let mib = 0; mib <= 40; mib++) progress.read(mib * MIB);
      progress.clear();
    });
    expect(text.split('\r\u001b[K')).toEqual(['', '16 MiB read', '32 MiB read', '']);
  });

  it('is not told of small files, nor anywhere but on a terminal', () => {
    const small = (progress: TerminalProgress): void => {
      progress.read(15 * MIB);
      progress.clear();
    };
    const large = (progress: TerminalProgress): void => {
      progress.read(100 * MIB);
      progress.clear();
    };
    expect([written(true, small), written(false, large)]).toEqual(['', '']);
  });
});
