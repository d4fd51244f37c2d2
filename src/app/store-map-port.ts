import type { Commands } from '../store/commands.ts';
import type { AppStore } from '../store/create-store.ts';
import { drawnMotion, drawnTheme } from './appearance.ts';
import type { MapInputs, MapPort } from './map-port.ts';

/** The map's view of the store, and its way to write to it. */
export function storeMapPort(store: AppStore, commands: Commands): MapPort {
  return {
    read: (): MapInputs => {
      const { run, frame, beside, camera, selection, also, comparison, hover, hiddenStates, colouring, order, speed } =
        store.getState();
      return {
        machine: run?.machine,
        columns: frame?.columns,
        events: frame?.events,
        camera,
        linked: beside !== undefined,
        selection,
        also,
        changes: comparison?.columns,
        hover: hover?.region,
        hiddenStates,
        colouring,
        order,
        theme: drawnTheme(store),
        motion: drawnMotion(store),
        speed,
      };
    },
    subscribe: (listener) => store.subscribe(listener),
    setCamera: commands.setCamera,
    select: commands.select,
    selectAll: commands.selectAll,
    toggle: commands.toggle,
    hover: commands.hover,
    requestView: commands.requestView,
    setTrail: commands.setTrail,
    setTree: commands.setTree,
  };
}
