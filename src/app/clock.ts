/** Resolves with the time in ms at the next frame of the display. */
export const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
