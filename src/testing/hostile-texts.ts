import type { GoodFile } from './good-files.ts';
import type { HostileFile } from './hostile-file.ts';

/** In place of a number: none, too small, too large for 31, 32, 53, 63, 64 bits and more, no number. */
const ABSURD = ['', '0', '-1', '2147483648', '4294967296', '9007199254740992', '18446744073709551615', '9'.repeat(40), '1.5', 'NaN', 'ffffffffffffffff', '0x8000000000000000']; // biome-ignore format: one line

/** Numbers of one file that are replaced: of more only some. */
const MOST_NUMBERS = 36;

/** Every hostile file that is made of a good text: numbers, words, lines, ends of lines, encodings. */
export function* hostileTexts({ bytes, kind }: GoodFile): Generator<HostileFile> {
  const text = Buffer.from(bytes).toString('latin1');
  const file = (how: string, content: string | Uint8Array, expect: HostileFile['expect'] = 'sound'): HostileFile => ({
    how,
    bytes: new Uint8Array(typeof content === 'string' ? Buffer.from(content, 'latin1') : content),
    expect,
  });
  const numbers = [...text.matchAll(/(?<![\w.])(?:0x)?[0-9a-f]*\d[0-9a-f]*(?![\w.])/g)];
  const few = Math.ceil(numbers.length / MOST_NUMBERS);
  for (const found of numbers.filter((_, i) => i % few === 0))
    for (const number of ABSURD) {
      const rest = text.slice(found.index + found[0].length);
      yield file(
        `${number || 'nothing'} for ${found[0]} at ${found.index}`,
        text.slice(0, found.index) + number + rest,
      );
    }
  const lines = text.split(/(?<=\n)/);
  for (const [i, line] of lines.entries()) {
    const [before, after] = [lines.slice(0, i).join(''), lines.slice(i + 1).join('')];
    const number = i + 1;
    yield file(`without line ${number}`, before + after);
    yield file(`line ${number} twice`, before + line + line + after);
    yield file(`line ${number} at the end`, before + after + line);
    yield file(`a long line after line ${number}`, `${before}${line}${'x'.repeat(70_000)}\n${after}`);
    yield file(`line ${number} without an end`, `${before}${line.trimEnd()}${after}`);
    yield file(`line ${number} made long`, `${before}${line.trimEnd()}${' '.repeat(70_000)}\n${after}`);
    yield file(`other words in line ${number}`, `${before}\u001b[31m<b>&amp;\u202e\u0000${line}${after}`);
  }
  const same = kind === 'text' || kind === 'log' ? 'seen' : 'sound';
  yield file('CR LF', text.replaceAll('\n', '\r\n'), same);
  yield file('CR', text.replaceAll('\n', '\r'));
  yield file('a byte order mark', Buffer.from(`\ufeff${text}`, 'utf8'), same);
  yield file('UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), same);
  yield file('UTF-16, big-endian', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), same);
  yield file('UTF-16 without a mark', Buffer.from(text, 'utf16le'), same);
  yield file('UTF-32', Buffer.from([...text].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0])), same);
  yield file('capitals', text.toUpperCase());
  yield file('tabs', text.replace(/ {2,}/g, '\t'));
  yield file('quoted a hundred times', text.replace(/^/gm, '> '.repeat(100)));
  yield file('one endless line', text.replaceAll('\n', ' ').repeat(200));
  yield file('blank lines', text + '\n'.repeat(100_000));
  yield file('brackets', `${'['.repeat(50_000)}${text}`);
  yield file(
    'nested',
    text.replace(/[[{]/, (bracket) => '['.repeat(20_000) + bracket),
  );
}
