import { useEffect, useState } from 'react';
import type { MapHandle } from './app-context.ts';

/** Puts a map into its host; called once the host is there. */
export type AttachMap = (host: HTMLElement) => { readonly handle: MapHandle; readonly detach: () => void };

/** A map that is attached as long as its host is on the page: the map, undefined before, and where the host goes. */
export function useAttachedMap(
  attachMap: AttachMap,
): readonly [map: MapHandle | undefined, setHost: (host: HTMLElement | null) => void] {
  const [host, setHost] = useState<HTMLElement | null>(null);
  const [map, setMap] = useState<MapHandle>();
  useEffect(() => {
    if (host === null) return;
    const { handle, detach } = attachMap(host);
    setMap(handle);
    return () => {
      setMap(undefined);
      detach();
    };
  }, [host, attachMap]);
  return [map, setHost];
}
