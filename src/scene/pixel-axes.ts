import { blockX, blockY, edgeOf, type Geometry, pageSpan, partOf, visibleSlots } from './geometry.ts';
import { CELL_COLUMNS, CELL_ROWS, PAGE_COLUMNS, PAGE_ROWS, SPREAD_X, SPREAD_Y } from './morton.ts';

/** Period of checker and hatch together, in dots; a dot is one CSS px, but at least one device px. */
export const PHASES = 6;

/** Variant of the grain by the sum of the phases of both axes. */
export const VARIANT = Uint8Array.from({ length: 2 * PHASES }, (_, i) => (i & 1) | (i % PHASES === 0 ? 2 : 0));

/** A block along one axis: where it begins and its visible px, end exclusive. */
export interface Span {
  readonly slot: number;
  readonly start: number;
  readonly first: number;
  readonly end: number;
}

/** For each px along one axis of the view: what it shows. An index is the OR of both axes. */
export interface PixelAxis {
  readonly spans: readonly Span[];
  /** Number of the 2M cell along the axis. */
  readonly cell: Uint8Array;
  /** Bits of the cell's index (0-511) that come from this axis. */
  readonly cellBits: Uint16Array;
  /** Bits of the state's index inside a split cell, at the order asked for. */
  readonly stateBits: Uint16Array;
  /** Bits of the state's index inside a GiB (2^(9 + order) of them), at the order asked for. */
  readonly flatBits: Uint32Array;
  /** Where the px is in the period of checker and hatch, 0..PHASES-1, counted from the block's edge. */
  readonly phase: Uint8Array;
  /** 1 in the gap between cells, 2 in the gap between pages. */
  readonly gap: Uint8Array;
}

interface AxisShape {
  readonly cells: number;
  readonly pages: number;
  readonly spread: Uint32Array;
  readonly lengthPx: number;
  readonly startOf: (slot: number) => number;
  readonly slots: { readonly first: number; readonly end: number };
}

function fillCell(axis: PixelAxis, shape: AxisShape, geometry: Geometry, order: number, span: Span, cell: number) {
  const { blockPx, cellGapPx, pageGapPx } = geometry;
  const { cells, pages, spread } = shape;
  const from = span.start + edgeOf(cell, cells, blockPx);
  const to = span.start + edgeOf(cell + 1, cells, blockPx);
  const inside = from + (cellGapPx >> 1);
  const insidePx = Math.max(1, to - from - cellGapPx);
  const bits = spread[cell * pages] >> 9;
  const last = Math.min(to, span.end);
  for (let px = Math.max(from, span.first); px < last; px++) {
    axis.cell[px] = cell;
    axis.cellBits[px] = bits;
    let at = px - inside;
    let gap = at < 0 || at >= insidePx ? 1 : 0;
    let page: number;
    if (pageGapPx > 0) {
      at = Math.min(insidePx - 1, Math.max(0, at));
      page = partOf(at, pages, insidePx + pageGapPx);
      const square = pageSpan(pageGapPx, page, pages, insidePx);
      if (!gap && at >= square.start + square.length) gap = 2;
    } else {
      page = partOf(px - span.start, cells * pages, blockPx) % pages;
    }
    axis.gap[px] = gap;
    axis.stateBits[px] = spread[page] >> (9 - order);
    axis.flatBits[px] = (bits << order) | axis.stateBits[px];
  }
}

function axisOf(geometry: Geometry, order: number, shape: AxisShape): PixelAxis {
  const { lengthPx, startOf, slots, cells } = shape;
  const spans: Span[] = [];
  const axis: PixelAxis = {
    spans,
    cell: new Uint8Array(lengthPx),
    cellBits: new Uint16Array(lengthPx),
    stateBits: new Uint16Array(lengthPx),
    flatBits: new Uint32Array(lengthPx),
    gap: new Uint8Array(lengthPx),
    phase: new Uint8Array(lengthPx),
  };
  const dotPx = Math.max(1, Math.round(geometry.dpr));
  /** A block that is wholly in view: all others like it are copies. */
  let model: Span | undefined;
  for (let slot = slots.first; slot < slots.end; slot++) {
    const start = startOf(slot);
    const span: Span = { slot, start, first: Math.max(0, start), end: Math.min(lengthPx, start + geometry.blockPx) };
    if (span.first >= span.end) continue;
    spans.push(span);
    const whole = span.end - span.first === geometry.blockPx;
    if (whole && model) {
      for (const part of [axis.phase, axis.cell, axis.cellBits, axis.stateBits, axis.flatBits, axis.gap])
        part.copyWithin(span.first, model.first, model.end);
      continue;
    }
    if (whole) model = span;
    for (let px = span.first; px < span.end; px++) axis.phase[px] = Math.floor((px - start) / dotPx) % PHASES;
    const firstCell = partOf(span.first - start, cells, geometry.blockPx);
    const lastCell = partOf(span.end - 1 - start, cells, geometry.blockPx);
    for (let cell = firstCell; cell <= lastCell; cell++) fillCell(axis, shape, geometry, order, span, cell);
  }
  return axis;
}

/** Both axes of a view; `order` is that of the states that will be looked up. */
export function pixelAxes(geometry: Geometry, order: number): { readonly x: PixelAxis; readonly y: PixelAxis } {
  const slots = visibleSlots(geometry);
  return {
    x: axisOf(geometry, order, {
      cells: CELL_COLUMNS,
      pages: PAGE_COLUMNS,
      spread: SPREAD_X,
      lengthPx: geometry.widthPx,
      startOf: (column) => blockX(geometry, column),
      slots: slots.columns,
    }),
    y: axisOf(geometry, order, {
      cells: CELL_ROWS,
      pages: PAGE_ROWS,
      spread: SPREAD_Y,
      lengthPx: geometry.heightPx,
      startOf: (row) => blockY(geometry, row),
      slots: slots.rows,
    }),
  };
}
