/** A line freed from what mail and logs put around it. */
export interface MailLine {
  readonly text: string;
  /** Where `text` stands in the raw line, in characters; elsewhere in a line that had colours or HTML in it. */
  readonly from: number;
  readonly to: number;
  /** A quote mark, a time stamp or the like was taken away. */
  readonly stripped: boolean;
  /** The line ends with the soft break of quoted-printable: the next line continues it without a blank. */
  readonly softBreak: boolean;
}

/** As asciiText shows the bytes of UTF-8. */
const BYTE_ORDER_MARK = /^\uFFFD{3}/;
const NO_BREAK_SPACE = /\uFFFD\uFFFD/g;
const QUOTE = String.raw`(?:[ \t]*[>|])*[ \t]*`;
const SYSLOG = String.raw`(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} +\d+ [\d:.]+ \S+ kernel: )?`;
const STAMP = String.raw`(?:\[ *\d+\.\d+\] ?)?(?:\[ *[TC]\d+\] ?)?`;
const GREP = String.raw`(?:\d+[:-])?`;
const PREFIX = new RegExp(
  `^${QUOTE}${GREP}${SYSLOG}${STAMP}[ \\t]*(?=0x[0-9a-f]|---\\[|\\.\\.\\. ?\\d|[0-9a-f]{16}[:-])`,
);
const QUOTE_ONLY = new RegExp(`^${QUOTE}(?:/proc/\\w+:)?`);
/** A whole line of a dump, whatever stands before it. */
const WHOLE = new RegExp(
  [
    String.raw`0x[0-9a-f]{16}-0x[0-9a-f]{16}[ \t]+\d+[BKMGTPE]\b`,
    String.raw`---\[ .+ \]---$`,
    '[0-9a-f]{16}: [0-9a-f]{16} [XGPDACTUW-]{9}$',
    '[0-9a-f]{16}-[0-9a-f]{16} [0-9a-f]{16} [-u]r[-w]$',
  ].join('|'),
);
/** Colours of a terminal, and what a mail in HTML has between its words. */
const ESCAPE = '\u001b';
const BETWEEN = new RegExp(String.raw`${ESCAPE}\[[\d;?]*[A-Za-z]|</?(?:br|pre|p|div|span|code|tt)\b[^>]*>`, 'g');
const ENTITIES: Readonly<Record<string, string>> = { gt: '>', lt: '<', amp: '&', nbsp: ' ', '#160': ' ', '#62': '>' };

/**
 * Takes off what mail, dmesg, journalctl, grep and terminals put before a line of a dump or into it, and
 * quoted-printable from its end. A line that is none of a dump's keeps its text, but for the quote marks.
 */
export function mailLine(raw: string): MailLine {
  let text = raw.includes('\uFFFD') ? raw.replace(BYTE_ORDER_MARK, '   ').replace(NO_BREAK_SPACE, '  ') : raw;
  if (/[&<]/.test(text) || text.includes(ESCAPE)) text = plain(text);
  text = text.trimEnd();
  const softBreak = text.endsWith('=');
  if (softBreak) text = text.slice(0, -1);
  else if (text.endsWith('=20')) text = text.replace(/(?:=20)+$/, '').trimEnd();
  const from = PREFIX.exec(text)?.[0].length ?? wholeLineAt(text) ?? QUOTE_ONLY.exec(text)?.[0].length ?? 0;
  return { text: text.slice(from), from, to: text.length, stripped: text.slice(0, from).trim() !== '', softBreak };
}

/** Where a whole line of a dump begins; undefined: nowhere. */
function wholeLineAt(text: string): number | undefined {
  const at = WHOLE.exec(text)?.index;
  return at === undefined || /[\da-z]/i.test(text.charAt(at - 1)) ? undefined : at;
}

const plain = (text: string): string =>
  text.replace(BETWEEN, '').replace(/&(gt|lt|amp|nbsp|#160|#62);/g, (_, name: string) => ENTITIES[name] ?? '');
