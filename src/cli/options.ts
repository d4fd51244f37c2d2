import { STDIN } from './read-input.ts';
import { UsageError } from './replay-arguments.ts';

/** A command line of options and files. */
export interface Options {
  readonly files: readonly string[];
  /** Options that are given with a value, as "--cr3 HEX". */
  readonly values: ReadonlyMap<string, string>;
  /** Options that stand alone and are given, as "--json". */
  readonly flags: ReadonlySet<string>;
}

/** Reads arguments; `--` ends the options. Throws UsageError for options that are unknown, doubled or lack their value. */
export function readOptions(
  args: readonly string[],
  known: { readonly values: readonly string[]; readonly flags: readonly string[] },
): Options {
  const files: string[] = [];
  const values = new Map<string, string>();
  const flags = new Set<string>();
  for (let i = 0; i < args.length; i++) {
    const argument = args[i];
    if (argument === '--') {
      files.push(...args.slice(i + 1));
      break;
    }
    if (!argument.startsWith('-') || argument === STDIN) files.push(argument);
    else if (known.flags.includes(argument)) flags.add(argument);
    else if (!known.values.includes(argument)) throw new UsageError(`there is no option ${argument}`);
    else if (values.has(argument)) throw new UsageError(`${argument} is given twice`);
    else if (i + 1 === args.length) throw new UsageError(`${argument} needs a value`);
    else values.set(argument, args[++i]);
  }
  return { files, values, flags };
}
