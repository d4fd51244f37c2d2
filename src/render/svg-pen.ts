import { pixelRects } from '../scene/pixel-rects.ts';
import type { Target } from '../scene/target.ts';
import type { Rgb } from '../theme/colour.ts';
import { tokens } from '../theme/tokens.ts';
import type { Pen } from './pen.ts';

const FONT = `${tokens.font.mono}, JetBrains Mono, Menlo, Consolas, monospace`;
const ANCHOR = { left: 'start', center: 'middle', right: 'end' } as const;

/** A picture as SVG, of which one part is drawn over the other; lengths in device px. */
export interface SvgPicture {
  /** A pen that draws over everything so far. */
  layer(): Pen;
  /** Puts painted cells there, as rectangles; gives back a pen for what lies over them, in px of the cells' corner. */
  map(target: Target, xPx: number, yPx: number): () => Pen;
  text(): string;
}

/** Begins an SVG of this size, shown `dpr` times smaller. */
export function svgPicture(widthPx: number, heightPx: number, dpr: number): SvgPicture {
  const parts: (() => string)[] = [];
  const penInto = (over: string[]): Pen => ({
    clear() {
      over.length = 0;
    },
    fill: (x, y, width, height, colour, alpha) =>
      void over.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" ${paint('fill', colour, alpha)}/>`),
    ring: ({ rect: { x, y, width, height }, radius, width: stroke, colour, alpha }) =>
      void over.push(
        `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${Math.min(radius, width / 2, height / 2)}" fill="none" ${paint('stroke', colour, alpha)} stroke-width="${stroke}"/>`,
      ),
    labels({ labels, brackets }, line, alpha) {
      const texts = labels.map(
        ({ text, x, y, sizeCssPx, weight, colour, align }) =>
          `<text x="${x}" y="${y}" font-size="${sizeCssPx}" font-weight="${weight}" fill="${hex(colour)}" text-anchor="${ANCHOR[align]}">${escaped(text)}</text>`,
      );
      const lines = brackets.map(
        ({ x, top, bottom }) =>
          `<path fill="none" stroke="${hex(line)}" d="M${x + 5} ${top + 0.5}H${x + 0.5}V${bottom - 0.5}H${x + 5}"/>`,
      );
      over.push(
        `<g transform="scale(${dpr})" opacity="${alpha}" font-family="${escaped(FONT)}" letter-spacing="${tokens.font.scale.mono[3]}em">${texts.join('')}${lines.join('')}</g>`,
      );
    },
  });
  const penOver = (to: (() => string)[]): Pen => {
    const over: string[] = [];
    to.push(() => over.join(''));
    return penInto(over);
  };
  return {
    layer: () => penOver(parts),
    map(target, xPx, yPx) {
      const layers: (() => string)[] = [];
      const cells = [...pixelRects(target)].map(([ink, path]) => `<path fill="${inkHex(ink)}" d="${path}"/>`).join('');
      const open = `<svg x="${xPx}" y="${yPx}" width="${target.widthPx}" height="${target.heightPx}">`;
      parts.push(
        () => `${open}<g shape-rendering="crispEdges">${cells}</g>${layers.map((layer) => layer()).join('')}</svg>`,
      );
      return () => penOver(layers);
    },
    text: () =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx / dpr}" height="${heightPx / dpr}" viewBox="0 0 ${widthPx} ${heightPx}">${parts.map((part) => part()).join('')}</svg>\n`,
  };
}

/** An ink is a pixel value: red in the lowest byte. */
const inkHex = (ink: number): string => hex([ink & 255, (ink >> 8) & 255, (ink >> 16) & 255]);

/** In the words of SVG 1.1, which every program that draws SVG knows. */
const hex = (colour: Rgb): string => `#${colour.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
const paint = (what: 'fill' | 'stroke', colour: Rgb, alpha: number): string =>
  `${what}="${hex(colour)}"${alpha < 1 ? ` ${what}-opacity="${Math.round(alpha * 1000) / 1000}"` : ''}`;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
