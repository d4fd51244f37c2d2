import { describe, expect, it } from 'vitest';
import { ptdumpText } from '../testing/ptdump-text.ts';
import { G, NX, P, PAT_4K, PAT_LARGE, PCD, PSE, PWT, RW, US } from '../x86/prot.ts';
import { PAGE_OF_WRAP, PtdumpRowParser } from './ptdump-row.ts';

const BASE = 0xffff888000000;
const RANGE = '0xffff888000000000-0xffff888000200000';
const parser = new PtdumpRowParser();

function parse(text: string): string {
  const bytes = Buffer.from(text);
  const kind = parser.parse(bytes, 0, bytes.length);
  return kind === 'cut' || kind === 'wrong' ? `${kind}: ${parser.complaint}` : kind;
}

describe('PtdumpRowParser', () => {
  it.each([
    ['RW GLB NX', 'pte', 512, P | RW | G | NX],
    ['RW PSE GLB NX', 'pmd', 512, P | RW | PSE | G | NX],
    ['ro PSE GLB x', 'pud', 262144, P | PSE | G],
    ['USR RW PWT PCD PSE PAT GLB NX', 'pmd', 512, P | US | RW | PWT | PCD | PSE | PAT_LARGE | G | NX],
    ['ro PAT x', 'pte', 1, P | PAT_4K],
    ['', 'pgd', 2 ** 27, 0],
    ['', 'pte', 1, 0],
  ])('[OPEN-2] reads "%s" at level %s', (flags, level, pages, prot) => {
    expect(parse(ptdumpText(BASE, [[pages, flags, level]]).trimEnd())).toBe('row');
    expect([parser.startPage, parser.endPage, parser.prot]).toEqual([BASE, BASE + pages, prot]);
  });

  it('reads the last row, which ends at 0, and the first, which is 16777096T large', () => {
    expect(parse('0xffffffffff800000-0x0000000000000000           8M                               pmd')).toBe('row');
    expect([parser.startPage, parser.endPage]).toEqual([0xffffffffff800, PAGE_OF_WRAP]);
    expect(parse('0x0000000000000000-0xffff880000000000    16777096T                               pgd')).toBe('row');
    expect([parser.startPage, parser.endPage]).toEqual([0, 0xffff880000000]);
  });

  it('does not mind how many blanks stand between the columns', () => {
    expect(parse(`${RANGE} 2M RW PSE GLB NX pmd`)).toBe('row');
    expect(parse(`${RANGE}\t2M`)).not.toBe('row');
  });

  it.each([
    [RANGE, 'cut: the address range'],
    [`${RANGE}     `, 'cut: the address range'],
    [`${RANGE} 20`, 'cut: the digits of the size'],
    [`${RANGE} 2M`, 'cut: the size'],
    [`${RANGE} 2M  R`, 'cut: the flags'],
    [`${RANGE} 2M RW PSE GLB NX pm`, 'cut: the flags'],
    ['0xffff888000000000-0xffff8880002000', 'cut: the first digits of its addresses'],
    ['0xffff888000000000', 'cut: the first digits of its addresses'],
  ])('[OPEN-8] says where "%s" ends', (text, result) => {
    expect(parse(text)).toBe(result);
  });

  it.each([
    [`${RANGE} 4M RW PSE GLB NX pmd`, 'its size does not fit its address range'],
    [`${RANGE} M RW PSE GLB NX pmd`, 'its size is missing'],
    ['0xffff888000200000-0xffff888000000000 2M RW PSE GLB NX pmd', 'its range is empty or runs backwards'],
    ['0xffff888000000000-0xffff888000000000 0K RW GLB NX pte', 'its range is empty or runs backwards'],
    ['0xffff888000000800-0xffff888000200000 2M RW GLB NX pte', 'its addresses are not on page boundaries'],
    ['0xffff8880000000-0xffff888000200000 2M RW GLB NX pte', 'an address has not 16 digits'],
    ['0xc0000000-0xc0200000 2M RW PSE GLB NX pmd', 'its addresses have 32 bits'],
    [`${RANGE} 2M RW ro GLB NX pte`, 'a present row has one of RW and ro, and one of NX and x'],
    [`${RANGE} 2M RW GLB pte`, 'a present row has one of RW and ro, and one of NX and x'],
    [`${RANGE} 2M RW GLB GLB NX pte`, 'a flag occurs twice'],
    [`${RANGE} 2M RW GLB NX pmd`, 'a large page has PSE'],
    [`${RANGE} 2M RW PSE GLB NX pte`, 'a 4K page has no PSE'],
    [`${RANGE} 2M RW PSE GLB NX pgd`, 'no page is as large as an entry of the pgd'],
    [`${RANGE} 2M PTE RW NX SHD AF UXN MEM/NORMAL`, '"PTE" is no flag of x86'],
    [`${RANGE} 2M RW GLB NX pte extra`, 'more text follows the level'],
  ])('[OPEN-9] says what is wrong with "%s"', (text, complaint) => {
    expect(parse(text)).toBe(`wrong: ${complaint}`);
  });

  it.each(['', 'x', '---[ Modules ]---', '0x12 is a number', '0xffff8880000000zz', 'BUG: at 0xffff888000000000'])(
    '[OPEN-5] leaves "%s" alone',
    (text) => expect(parse(text)).toBe('other'),
  );
});
