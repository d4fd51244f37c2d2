/** What the files of one row may import. */
export interface Rule {
  readonly allows: (target: string) => boolean;
}

const quoted = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');

/** "a/b" covers a/b.ts and everything in the folder a/b; "a/b*" covers what begins so. */
const isUnder = (path: string, row: string): boolean =>
  row.endsWith('*')
    ? path.startsWith(row.slice(0, -1))
    : path === row || path.startsWith(`${row}/`) || path.startsWith(`${row}.`);

function rule(room: string, rooms: readonly string[], packages: readonly string[]): Rule {
  return {
    allows: (target) => {
      if (!target.startsWith('src/'))
        return packages.some(
          (name) => target === name || target.startsWith(`${name}/`) || target.startsWith(`${name}:`),
        );
      const path = target.slice('src/'.length);
      return isUnder(path, room) || rooms.some((allowed) => isUnder(path, allowed));
    },
  };
}

/** Rows of the import table by room, or by file of a room without its ending. */
export class ImportTable extends Map<string, Rule> {
  /** The most exact row that covers a file; throws when there is none. */
  rowFor(file: string): string {
    const path = file.slice('src/'.length);
    const rows = [...this.keys()].filter((row) => isUnder(path, row)).sort((a, b) => b.length - a.length);
    if (rows[0] === undefined) throw new Error(`no row of the import table covers ${file}`);
    return rows[0];
  }

  ruleFor(file: string): Rule {
    return this.get(this.rowFor(file)) as Rule;
  }
}

/** Reads the table "room | what lives there | may import | packages" out of a page in Markdown. */
export function importTable(page: string): ImportTable {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith('| room |'));
  if (start < 0) throw new Error('no import table');
  const table = new ImportTable();
  for (const line of lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    const [, room, , rooms, packages] = line.split('|');
    const name = quoted(room ?? '')[0];
    if (name === undefined) throw new Error(`no room in: ${line}`);
    table.set(name, rule(name.split('/')[0] ?? name, quoted(rooms ?? ''), quoted(packages ?? '')));
  }
  return table;
}
