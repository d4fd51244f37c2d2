import { HEIGHT, WIDTH } from './cells.ts';
import type { Contender } from './contender.ts';

/** The limit: nothing but one frame's px copied into a canvas of the same size. */
export function startCopy(host: HTMLElement): Contender {
  const canvas = host.appendChild(document.createElement('canvas'));
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('this browser has no 2D canvas');
  const frames = [0, 1, 2, 3].map((i) => {
    const image = context.createImageData(WIDTH, HEIGHT);
    new Uint32Array(image.data.buffer).fill(0xff000000 | (0x334455 * (i + 1)));
    return image;
  });
  const redraw = (at: number): void => context.putImageData(frames[at % frames.length] as ImageData, 0, 0);
  redraw(0);
  return { redraw };
}
