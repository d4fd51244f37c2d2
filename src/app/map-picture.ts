import { canvasPen } from '../render/canvas-pen.ts';
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

/** Maps as they are on the screen, side by side, as a file; a caption above each, and one legend below. */
export async function mapPicture(
  kind: 'png' | 'svg',
  words: PictureWords,
  maps: readonly [MapOnScreen, ...MapOnScreen[]],
): Promise<Blob> {
  const [{ geometry, inks }] = maps;
  const { dpr } = geometry;
  const sizes = maps.map((map) => ({ width: map.geometry.widthPx / dpr, height: map.geometry.heightPx / dpr }));
  const frame = pictureFrame(words, sizes, inks);
  const [widthPx, heightPx, topPx] = [frame.width, frame.height, frame.top].map((length) => Math.round(length * dpr));
  const leftPx = (i: number): number => Math.round(frame.lefts[i] * dpr);
  if (kind === 'png') {
    const canvas = new OffscreenCanvas(widthPx, heightPx);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser has no 2D canvas');
    drawPictureFrame(
      canvasPen(context, () => dpr),
      frame,
      inks,
      dpr,
    );
    maps.forEach(({ surface }, i) => {
      surface.copyTo(context, leftPx(i), topPx);
    });
    return canvas.convertToBlob({ type: 'image/png' });
  }
  const svg = svgPicture(widthPx, heightPx, dpr);
  drawPictureFrame(svg.layer(), frame, inks, dpr);
  maps.forEach(({ surface, geometry, layers }, i) => {
    const over = svg.map(surface.base.target(geometry.widthPx, geometry.heightPx), leftPx(i), topPx);
    for (const draw of layers) draw(over());
  });
  return new Blob([svg.text()], { type: 'image/svg+xml' });
}
