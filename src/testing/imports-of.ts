import { posix } from 'node:path';
import { parseSync } from 'vite';
import { readText } from './project-files.ts';

interface Node {
  readonly type: string;
  readonly source?: unknown;
  readonly argument?: unknown;
}

const SOURCES = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodes(item);
  else if (typeof value === 'object' && value !== null) {
    if (typeof (value as Node).type === 'string') yield value as Node;
    for (const part of Object.values(value)) yield* nodes(part);
  }
}

/**
 * What a source file imports or re-exports, type-only and dynamic imports included: paths relative to the project
 * for files, names for packages.
 */
export function importsOf(file: string, text = readText(file)): string[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found = new Set<string>();
  for (const node of nodes(program.body)) {
    if (!SOURCES.has(node.type)) continue;
    const source = (node.source ?? node.argument) as { value?: unknown; literal?: { value?: unknown } } | null;
    const name = source?.value ?? source?.literal?.value;
    if (typeof name !== 'string') continue;
    const bare = name.replace(/\?.*$/, '');
    found.add(bare.startsWith('.') ? posix.join(posix.dirname(file), bare) : bare);
  }
  return [...found];
}
