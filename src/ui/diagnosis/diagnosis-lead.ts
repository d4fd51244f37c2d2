import type { DiagnosisInfo } from '../data.ts';
import { countText, numberText } from '../text/number-text.ts';
import { partOf } from '../text/part-of.ts';
import { percentText } from '../text/percent-text.ts';

/** The whole in two or three sentences: what is in pieces, what is possible, how near it is. */
export function diagnosisLead({ leaves, possible, pteTables, uniform, groups, wx }: DiagnosisInfo): string {
  const small = percentText(partOf(leaves, '4K'));
  const now = percentText(partOf(leaves, '1G'));
  const could = percentText(partOf(possible, '1G'));
  const large =
    possible['1G'] === leaves['1G']
      ? `All that can be in 1G pages is: ${now}.`
      : `${now} is in 1G pages, where ${could} could be.`;
  const near = groups.reduce((sum, { byOneEntry }) => sum + byOneEntry, 0);
  const waits = near === 0 ? '' : ` ${numberText(near)} of them ${near === 1 ? 'waits' : 'wait'} for one entry.`;
  const equal =
    uniform === 0 ? '' : ` ${numberText(uniform)} ${uniform === 1 ? 'has' : 'have'} 512 equal entries already.`;
  const pages = wx.reduce((sum, stretch) => sum + stretch.pages, 0);
  const alarm = pages === 0 ? '' : ` ${countText(pages, 'page is', 'pages are')} writable and executable.`;
  return `${small} of the memory is in 4K pages, in ${countText(pteTables, 'table')}.${waits}${equal} ${large}${alarm}`;
}
