import type { Pen } from '../render/pen.ts';
import { drawPictureFrame } from '../render/picture-frame-layer.ts';
import type { Surface } from '../render/surface.ts';
import { svgPicture } from '../render/svg-pen.ts';
import type { Geometry } from '../scene/geometry.ts';
import type { Inks } from '../scene/inks.ts';
import { type PictureWords, pictureFrame } from '../scene/picture-frame.ts';

/** What a picture of a map is made of: `layers` draw over the painted cells, in this order. */
export interface MapOnScreen {
  readonly surface: Surface;
  readonly geometry: Geometry;
  readonly inks: Inks;
  readonly layers: readonly ((pen: Pen) => void)[];
}

/** The map as it is on the screen as a file, with caption and legend around it. */
export async function mapPicture(kind: 'png' | 'svg', words: PictureWords, map: MapOnScreen): Promise<Blob> {
  const { surface, geometry, inks, layers } = map;
  const { widthPx, heightPx, dpr } = geometry;
  const frame = pictureFrame(words, widthPx / dpr, heightPx / dpr, inks);
  const [topPx, wholePx] = [Math.round(frame.top * dpr), Math.round(frame.height * dpr)];
  const around = (pen: Pen): void => drawPictureFrame(pen, frame, inks, dpr);
  if (kind === 'png') return surface.png(topPx, wholePx, around);
  const svg = svgPicture(surface.base.target(widthPx, heightPx), dpr, topPx, wholePx);
  around(svg.around());
  for (const draw of layers) draw(svg.layer());
  return new Blob([svg.text()], { type: 'image/svg+xml' });
}
