import { useEffect, useState } from 'react';
import type { Commands } from '../store/commands.ts';

const PASTED = 'pasted text';

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
      const file = event.dataTransfer?.files[0];
      setOver(false);
      if (file === undefined) return;
      event.preventDefault();
      void commands.open({ kind: 'file', name: file.name, blob: file });
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
