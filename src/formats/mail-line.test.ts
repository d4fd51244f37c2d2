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
    `dump.txt:17:${ROW}`,
    `    17\t${ROW}`,
    `JD> ${ROW}`,
    `+${ROW}`,
    `[Mon Nov 23 07:12:00 2026] ${ROW}`,
    `2026-11-23T07:12:00,123456+00:00 ${ROW}`,
    `2026-11-23T07:12:00+0000 web07 kernel: ${ROW}`,
    `[   12.345678] web07 kernel: ${ROW}`,
    `kern  :info  : [   12.345678] ${ROW}`,
    `6,17,12345678,-;${ROW}`,
    `&gt; &gt;&nbsp;${ROW}<br>`,
    `\x1b[0m${ROW}\x1b[01;31m\x1b[K`,
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

  it.each(['ffff888000200000: 0000000000200000 XGPDA---W', 'ffff888000000000-ffff888000099000 0000000000099000 -rw'])(
    '[OPEN-4] frees a line of the QEMU monitor: %s',
    (line) => {
      for (const before of ['2026-11-23T07:12:00+0000 ', '   17\t', 'Nov 23 07:12:00 web07 virsh[123]: '])
        expect(mailLine(before + line).text).toBe(line);
    },
  );

  it('[OPEN-4] frees a line of /proc that grep has named', () => {
    expect(mailLine('> /proc/meminfo:DirectMap4k:  4 kB').text).toBe('DirectMap4k:  4 kB');
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
    expect(mailLine(`pages1${ROW}`).text).toBe(`pages1${ROW}`);
    expect(mailLine('[12.5] nothing of a dump').text).toBe('[12.5] nothing of a dump');
  });
});
