/** The few functions of D3 that charts use; the packages come without types. */
declare module 'd3-array' {
  export function bisectLeft(sorted: ArrayLike<number>, value: number): number;
  export function bisectRight(sorted: ArrayLike<number>, value: number): number;
}

declare module 'd3-scale' {
  export interface ScaleLinear {
    (value: number): number;
    invert(value: number): number;
    domain(domain: readonly [number, number]): ScaleLinear;
    range(range: readonly [number, number]): ScaleLinear;
    clamp(clamp: boolean): ScaleLinear;
    ticks(count: number): number[];
  }
  export function scaleLinear(): ScaleLinear;
}

declare module 'd3-shape' {
  export interface Line<T> {
    (data: readonly T[]): string | null;
    x(x: (point: T) => number): Line<T>;
    y(y: (point: T) => number): Line<T>;
    digits(digits: number): Line<T>;
  }
  export function line<T>(): Line<T>;
}
