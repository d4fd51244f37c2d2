/** A line freed from what mail and logs put around it. */
export interface MailLine {
  readonly text: string;
  /** Where `text` stands in the raw line, in characters. */
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
const QUOTE_ONLY = new RegExp(`^${QUOTE}`);

/**
 * Takes off what mail, dmesg, journalctl and grep -n put before a line of a dump, and quoted-printable from its end.
 * A line that is none of a dump's keeps its text, but for the quote marks.
 */
export function mailLine(raw: string): MailLine {
  let text = raw.includes('\uFFFD') ? raw.replace(BYTE_ORDER_MARK, '   ').replace(NO_BREAK_SPACE, '  ') : raw;
  text = text.trimEnd();
  const softBreak = text.endsWith('=');
  if (softBreak) text = text.slice(0, -1);
  else if (text.endsWith('=20')) text = text.replace(/(?:=20)+$/, '').trimEnd();
  const prefix = (PREFIX.exec(text) ?? QUOTE_ONLY.exec(text))?.[0] ?? '';
  const from = prefix.length;
  return { text: text.slice(from), from, to: text.length, stripped: prefix.trim() !== '', softBreak };
}
