import type { MachineInfo, Region } from '../bridge/calls.ts';
import type { EventColumns, MapColumns, ViewRequest } from '../bridge/columns.ts';
import type { Camera } from '../scene/camera.ts';
import type { Changes } from '../scene/changes.ts';
import type { Colouring } from '../scene/colouring.ts';
import type { TreeRow } from '../scene/map-tree.ts';
import type { Order } from '../scene/order.ts';
import type { Theme } from '../theme/tokens.ts';

/** What the map draws: an immutable snapshot, by reference. */
export interface MapInputs {
  readonly machine: MachineInfo | undefined;
  readonly columns: MapColumns | undefined;
  /** Events of the newest frame; a new object is shown as new motions. */
  readonly events: EventColumns | undefined;
  /** undefined is the home view. */
  readonly camera: Camera | undefined;
  /** Another map has the same camera: where that one goes this one is at once, and does not tell. */
  readonly linked: boolean;
  readonly selection: Region | undefined;
  /** Selected beside it. */
  readonly also: readonly Region[];
  /** Where it differs from what it was compared with. */
  readonly changes: Changes | undefined;
  readonly hover: Region | undefined;
  /** Bit set of the codes of the colouring that the legend filters out. */
  readonly hiddenStates: number;
  readonly colouring: Colouring;
  readonly order: Order;
  readonly theme: Theme;
  /** A number 0..1 holds all motions at that part of their time. */
  readonly motion: 'on' | 'off' | number;
  /** Steps are played at this multiple of the usual speed. */
  readonly speed: number;
}

/** The map's way to the rest of the program: what it reads, and what it tells. */
export interface MapPort {
  read(): MapInputs;
  /** Calls the listener after every change; returns the way to stop it. */
  subscribe(listener: () => void): () => void;
  /** undefined is the home view. Called for every frame of a zoom, too. */
  setCamera(camera: Camera | undefined): void;
  select(region: Region | undefined): void;
  selectAll(regions: readonly Region[]): void;
  toggle(region: Region): void;
  /** `at`: CSS px from the map's upper left corner. */
  hover(region: Region | undefined, at: { readonly x: number; readonly y: number } | undefined): void;
  /** Asks for detail; the answer arrives as new columns. */
  requestView(view: ViewRequest): void;
  /** The regions that lead to what fills the view, from the GiB down; called when they change. */
  setTrail(trail: readonly Region[]): void;
  /** What is in view, as a tree; called when it has changed and the camera rests. */
  setTree(tree: readonly TreeRow[]): void;
}
