/** Draws one frame; true when the next one is wanted, too. */
export type Draw = (timeMs: number) => boolean;

/** Asks for frames only while there is a reason. */
export interface FrameLoop {
  /** Makes sure that there will be a frame. */
  request(): void;
  /** True while a frame is to come. */
  pending(): boolean;
  stop(): void;
}

/** The one loop of animation frames of a map. */
export function frameLoop(draw: Draw): FrameLoop {
  let handle: number | undefined;
  let stopped = false;
  const frame = (timeMs: number): void => {
    handle = undefined;
    if (draw(timeMs)) request();
  };
  const request = (): void => {
    if (handle === undefined && !stopped) handle = requestAnimationFrame(frame);
  };
  return {
    request,
    pending: () => handle !== undefined,
    stop() {
      stopped = true;
      if (handle !== undefined) cancelAnimationFrame(handle);
      handle = undefined;
    },
  };
}
