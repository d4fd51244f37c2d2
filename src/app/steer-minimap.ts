/** Listens for a hand on an overview and for its new size; returns the way to stop. `go`: CSS px from its corner. */
export function steerMinimap(
  canvas: HTMLCanvasElement,
  go: (x: number, y: number, pressed: boolean) => void,
  resized: () => void,
): () => void {
  const observer = new ResizeObserver(resized);
  observer.observe(canvas);
  const steer = (event: PointerEvent): void => {
    if (!(event.buttons & 1)) return;
    const { left, top } = canvas.getBoundingClientRect();
    go(event.clientX - left, event.clientY - top, event.type === 'pointerdown');
  };
  canvas.style.touchAction = 'none';
  canvas.addEventListener('pointerdown', steer);
  canvas.addEventListener('pointermove', steer);
  return () => {
    observer.disconnect();
    canvas.removeEventListener('pointerdown', steer);
    canvas.removeEventListener('pointermove', steer);
  };
}
