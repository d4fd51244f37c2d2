/** Columns of a line in a mail to a kernel list, room for the "> " of replies left. */
const MAIL_COLUMNS = 72;

/** Breaks a sentence at spaces into lines of a mail, the first after `first`, the others after `indent`. A longer word stays whole. */
export function wrapText(text: string, indent = '', first = ''): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > MAIL_COLUMNS) {
      lines.push(line);
      line = indent + word;
    } else line = line === '' ? first + word : `${line} ${word}`;
  }
  return [...lines, line];
}
