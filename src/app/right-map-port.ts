import type { MachineInfo } from '../bridge/calls.ts';
import type { Camera } from '../scene/camera.ts';
import { cameraBetween } from '../scene/camera-between.ts';
import { nodeStarts } from '../scene/labels.ts';
import { type Layout, layoutOf } from '../scene/layout.ts';
import type { AppStore } from '../store/create-store.ts';
import type { MapPort } from './map-port.ts';

/** Layouts of two machines that lie differently, and the cameras that look at the same addresses. */
interface Between {
  readonly machines: readonly [MachineInfo, MachineInfo];
  readonly left: Layout;
  readonly right: Layout;
  /** The right map's camera for one of the left store: the very object that the right map made, where it made one. */
  readonly cameras: WeakMap<Camera, Camera>;
}

const layoutFor = ({ gibCount, zones }: MachineInfo): Layout => layoutOf(gibCount, 'z', nodeStarts(zones));

const alike = (a: Layout, b: Layout): boolean =>
  a.gibCount === b.gibCount && a.bandRows.join() === b.bandRows.join() && a.band === b.band;

/** The port of the right map: its camera is the left store's, at the same addresses of this machine. */
export function rightMapPort(port: MapPort, leftStore: AppStore): MapPort {
  let known: Between | undefined;

  /** undefined: nothing has to be brought over. */
  const between = (): Between | undefined => {
    const left = leftStore.getState().run?.machine;
    const { machine: right } = port.read();
    if (left === undefined || right === undefined) return undefined;
    if (known?.machines[0] !== left || known.machines[1] !== right)
      known = { machines: [left, right], left: layoutFor(left), right: layoutFor(right), cameras: new WeakMap() };
    return alike(known.left, known.right) ? undefined : known;
  };

  const toRight = (camera: Camera): Camera => {
    const way = between();
    if (way === undefined) return camera;
    const there = way.cameras.get(camera) ?? cameraBetween(camera, way.left, way.right);
    way.cameras.set(camera, there);
    return there;
  };

  const toLeft = (camera: Camera): Camera => {
    const way = between();
    if (way === undefined) return camera;
    const here = cameraBetween(camera, way.right, way.left);
    way.cameras.set(here, camera);
    return here;
  };

  return {
    ...port,
    read: () => {
      const inputs = port.read();
      return { ...inputs, camera: inputs.camera && toRight(inputs.camera) };
    },
    setCamera: (camera) => port.setCamera(camera && toLeft(camera)),
  };
}
