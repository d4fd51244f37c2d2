import { useEffect, useState } from 'react';
import type { Commands } from '../store/commands.ts';

const PASTED = 'pasted text';

type Problem = Parameters<Commands['showProblem']>[0];

const folder = (name: string): Problem => ({
  title: `${name} is a folder`,
  detail: 'One file with a machine in it is opened at a time, such as a page-table dump.',
  excerpt: [],
  remedy: 'Drop the file that is in it.',
});

const severalFiles = (count: number): Problem => ({
  title: `${count} files at once`,
  detail: 'A machine is read from one file. None of these was opened.',
  excerpt: [],
  remedy: 'Drop them one after another.',
});

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
      const file = files?.[0];
      setOver(false);
      if (file === undefined) return;
      event.preventDefault();
      if (items?.[0]?.webkitGetAsEntry()?.isDirectory) commands.showProblem(folder(file.name));
      else if (files !== undefined && files.length > 1) commands.showProblem(severalFiles(files.length));
      else void commands.open({ kind: 'file', name: file.name, blob: file });
    });
    on('paste', (event) => {
      if (event.target instanceof HTMLInputElement) return;
      const file = event.clipboardData?.files[0];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (file !== undefined) void commands.open({ kind: 'file', name: file.name, blob: file });
      else if (text !== '') void commands.open({ kind: 'file', name: PASTED, blob: new Blob([text]) });
    });
    return () => stop.abort();
  }, [commands]);
  return over;
}
