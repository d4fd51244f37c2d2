import type { MapColumns } from '../bridge/columns.ts';
import type { Geometry } from './geometry.ts';
import { parentOf, type Region } from './region.ts';
import { regionOfView } from './region-of-view.ts';

/** The way from the machine to what fills the view, for breadcrumbs: at most GiB, 2M cell, page; empty is the machine. */
export function trailOf(geometry: Geometry, columns: MapColumns | undefined, selection: Region | undefined): Region[] {
  const trail: Region[] = [];
  for (let region = regionOfView(geometry, columns, selection); region; region = parentOf(region))
    trail.unshift(region);
  return trail;
}
