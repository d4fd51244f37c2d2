import { wrapText } from '../engine/index.ts';
import type { Finding, Verdict } from '../formats/finding.ts';
import type { AsidePart } from '../formats/join-machine.ts';

const SAYS: Readonly<Record<Verdict, string>> = {
  differs: 'differs',
  explained: 'differs, and the reason is known',
  agrees: 'agrees',
};

/** What the files beside a machine say, and those that are not used, as lines; none when there are none. */
export function findingsText(findings: readonly Finding[], aside: readonly AsidePart[]): readonly string[] {
  const compared = findings.flatMap(({ part, verdict, what, reason }) => [
    `  ${part} ${SAYS[verdict]}:`,
    ...told(what),
    ...(reason === '' ? [] : told(reason)),
  ]);
  return [
    ...(compared.length > 0 ? ['', 'compared with the other files', ...compared] : []),
    ...(aside.length > 0 ? ['', 'not used', ...aside.flatMap(({ name, why }) => [`  ${name}:`, ...told(why)])] : []),
  ];
}

const told = (sentence: string): readonly string[] => wrapText(sentence, '    ', '    ');
