/** The functions of D3 that the d3 contender uses; the packages come without types. */
declare module 'd3-hierarchy' {
  export interface Node<D> {
    readonly data: D;
    readonly x0: number;
    readonly y0: number;
    readonly x1: number;
    readonly y1: number;
    sum(value: (datum: D) => number): Node<D>;
    leaves(): Node<D>[];
  }
  export interface Treemap {
    size(size: readonly [number, number]): Treemap;
    round(round: boolean): Treemap;
    <D>(root: Node<D>): Node<D>;
  }
  export function hierarchy<D>(data: D): Node<D>;
  export function treemap(): Treemap;
}

declare module 'd3-selection' {
  export interface Selection<D> {
    attr(name: string, value: string | number | ((datum: D) => string | number)): Selection<D>;
    append(name: string): Selection<D>;
    selectAll(selector: string): Selection<D>;
    data<N>(data: readonly N[]): Selection<N>;
    join(name: string): Selection<D>;
  }
  export function select(node: Element): Selection<undefined>;
}
