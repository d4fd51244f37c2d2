import type { AppState } from '../store/state.ts';

type FileSource = Extract<AppState['source'], { kind: 'file' }>;

/** Files that came together as one source, opened together; undefined: there are none. */
export function fileSource([first, ...others]: readonly File[]): FileSource | undefined {
  if (first === undefined) return undefined;
  const also = others.length > 0 ? { also: others.map((file) => ({ name: file.name, blob: file })) } : {};
  return { kind: 'file', name: first.name, blob: first, ...also };
}
