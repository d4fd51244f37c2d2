import { useEffect, useState } from 'react';
import type { Commands } from '../store/commands.ts';
import { fileSource } from './file-source.ts';

const PASTED = 'pasted text';

type Problem = Parameters<Commands['showProblem']>[0];

const folder = (name: string): Problem => ({
  title: `${name} is a folder`,
  detail: 'Files are opened, one or several of one machine, and no folders. Nothing was opened.',
  excerpt: [],
  remedy: 'Drop the files that are in it.',
});

/** What is marked on a screen often lacks the last line end; it is not cut for that. */
const wholeLines = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

/** Opens what is dropped or pasted anywhere on the page; true while a file is dragged over it. */
export function useBringFile(commands: Commands): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const on = <Name extends keyof WindowEventMap>(name: Name, listen: (event: WindowEventMap[Name]) => void): void =>
      window.addEventListener(name, listen, { signal: stop.signal });
    const brings = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

    on('dragenter', (event) => {
      if (brings(event)) setOver(true);
    });
    on('dragover', (event) => {
      if (!brings(event)) return;
      event.preventDefault();
      setOver(true);
    });
    on('dragleave', (event) => {
      if (event.relatedTarget === null) setOver(false);
    });
    on('drop', (event) => {
      const { files, items } = event.dataTransfer ?? {};
      const source = fileSource([...(files ?? [])]);
      setOver(false);
      if (source === undefined) return;
      event.preventDefault();
      const directory = [...(items ?? [])].map((item) => item.webkitGetAsEntry()).find((entry) => entry?.isDirectory);
      if (directory) commands.showProblem(folder(directory.name));
      else void commands.open(source);
    });
    on('paste', (event) => {
      if (event.target instanceof HTMLInputElement) return;
      const source = fileSource([...(event.clipboardData?.files ?? [])]);
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (source !== undefined) void commands.open(source);
      else if (text !== '') void commands.open({ kind: 'file', name: PASTED, blob: new Blob([wholeLines(text)]) });
    });
    return () => stop.abort();
  }, [commands]);
  return over;
}
