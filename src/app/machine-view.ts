import { type Client, createClient } from '../bridge/client.ts';
import type { Commands } from '../store/commands.ts';
import { createCommands } from '../store/create-commands.ts';
import { type AppStore, createAppStore } from '../store/create-store.ts';
import { rightCommands, type Side } from '../store/follow-left.ts';
import { attachMap, type MapHandle } from './map-controller.ts';
import { rightMapPort } from './right-map-port.ts';
import { storeMapPort } from './store-map-port.ts';
import { startWorker } from './worker-port.ts';

/** Events of the map that may move its camera. */
const MOVES = ['wheel', 'keydown', 'dblclick', 'pointerup'] as const;

/** One machine on the page: its worker, store, commands and map. */
export interface MachineView {
  readonly client: Client;
  readonly store: AppStore;
  /** Commands on this machine alone. */
  readonly own: Commands;
  /** What the map and the page around it use: of the right side of a comparison, what both sides share is done on the left. */
  readonly commands: Commands;
  /** Puts the map into its host. */
  readonly attach: (host: HTMLElement) => { readonly handle: MapHandle; readonly detach: () => void };
  /** The map, while it is in a host. */
  map(): MapHandle | undefined;
  /** Ends the worker. */
  stop(): void;
}

interface Surroundings {
  readonly assetsUrl: string;
  /** Called when the map may move: that is no change of the store until the next frame. */
  readonly moved: () => void;
  /** The left side, for the right one. */
  readonly left?: Side;
}

/** Starts a worker, and makes the view of the machine that it will hold. */
export function createMachineView({ assetsUrl, moved, left }: Surroundings): MachineView {
  const worker = startWorker(assetsUrl);
  const client = createClient(worker);
  const store = createAppStore();
  const own = createCommands(store, client);
  const commands = left === undefined ? own : rightCommands(left.commands, own);
  const port = storeMapPort(store, commands);
  let map: MapHandle | undefined;

  const moving = <A extends unknown[]>(move: (...args: A) => void) => {
    return (...args: A): void => {
      move(...args);
      moved();
    };
  };

  const attach = (host: HTMLElement) => {
    const attached = attachMap(host, left === undefined ? port : rightMapPort(port, left.store));
    map = attached;
    for (const event of MOVES) host.addEventListener(event, moved);
    return {
      handle: { ...attached, zoomBy: moving(attached.zoomBy), zoomTo: moving(attached.zoomTo) },
      detach: () => {
        for (const event of MOVES) host.removeEventListener(event, moved);
        attached.detach();
        if (map === attached) map = undefined;
      },
    };
  };

  return { client, store, own, commands, attach, map: () => map, stop: () => worker.stop() };
}
