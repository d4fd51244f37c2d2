import type { Target } from '../scene/target.ts';

/** The px of a canvas, kept between frames; `show` puts them on the screen. */
export interface Picture {
  /** The target for a canvas of this size; made anew only when the size changes. */
  target(widthPx: number, heightPx: number): Target;
  show(): void;
}

/** A picture that is painted by the CPU into a canvas. */
export function pictureOf(context: CanvasRenderingContext2D): Picture {
  let image: ImageData | undefined;
  let target: Target | undefined;
  return {
    target(widthPx, heightPx) {
      if (!image || !target || image.width !== widthPx || image.height !== heightPx) {
        image = context.createImageData(widthPx, heightPx);
        target = { pixels: new Uint32Array(image.data.buffer), widthPx, heightPx };
      }
      return target;
    },
    show() {
      if (image) context.putImageData(image, 0, 0);
    },
  };
}
