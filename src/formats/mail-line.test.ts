import { describe, expect, it } from 'vitest';
import { asciiText } from './ascii-text.ts';
import { mailLine } from './mail-line.ts';

const ROW = '0xffff888000000000-0xffff888000200000           2M     RW                 GLB NX pte';

describe('mailLine', () => {
  it.each([
    `> ${ROW}`,
    `> > ${ROW}`,
    `>>> ${ROW}`,
    `  ${ROW}  `,
    `[   0.011804] ${ROW}`,
    `[    1.5] [    T1] ${ROW}`,
    `<6>[   12.345678] ${ROW}`,
    `> [   12.345678] ${ROW}`,
    `Nov 23 07:12:00 web07 kernel: ${ROW}`,
    `Nov  3 07:12:00 web07 kernel: [   12.345678] ${ROW}`,
    `17:${ROW}`,
    `${ROW}=20`,
    `${ROW}\r`,
    `\u{FEFF}${ROW}`,
    `\u{A0} ${ROW}`,
  ])('[OPEN-4] frees a row from "%s"', (raw) => {
    const text = asciiText(Buffer.from(raw, 'utf8'));
    expect(mailLine(text)).toMatchObject({ text: ROW, softBreak: false });
  });

  it('frees headings too', () => {
    expect(mailLine('> [    0.0] ---[ Vmemmap ]---').text).toBe('---[ Vmemmap ]---');
  });

  it('tells a soft break', () => {
    expect(mailLine('> 0xffff888000000000-0xffff88800=')).toEqual({
      text: '0xffff888000000000-0xffff88800',
      from: 2,
      to: 32,
      stripped: true,
      softBreak: true,
    });
  });

  it('keeps other text', () => {
    expect(mailLine('On Tue, somebody wrote: 0xffff888000000000').text).toBe(
      'On Tue, somebody wrote: 0xffff888000000000',
    );
    expect(mailLine('[12.5] nothing of a dump').text).toBe('[12.5] nothing of a dump');
  });
});
