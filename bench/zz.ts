import { machine } from '../src/testing/columns.ts';
import { homeCamera } from '../src/scene/camera.ts';
import { colouredColumns } from '../src/scene/colouring.ts';
import { geometryOf } from '../src/scene/geometry.ts';
import { makeInks } from '../src/scene/inks.ts';
import { layoutOf } from '../src/scene/layout.ts';
import { paintMap } from '../src/scene/raster.ts';
import { labelScene } from '../src/scene/labels.ts';
import { mapTree } from '../src/scene/map-tree.ts';
import { viewRequestOf } from '../src/scene/level-of-detail.ts';
import { palette } from '../src/theme/palette.ts';
const t = <T>(name: string, f: () => T): T => { const r: number[] = []; let out!: T; for (let i = 0; i < 8; i++) { const s = performance.now(); out = f(); r.push(performance.now() - s); } console.log(name.padEnd(40), r.map((x) => x.toFixed(1)).join(' ')); return out; };
const inks = t('inks', () => makeInks(palette('dark'), 0));
for (const [name, sketch] of [['64T', machine('64T').split(...Array.from({ length: 600 }, (_, i) => i * 97)).split4k(97, 3)], ['1T 2M', machine('1T').split(...Array(1024).keys())], ['1T 1G', machine('1T')]] as const) {
  const layout = layoutOf(sketch.info().gibCount);
  const view = { width: 1196, height: 874, dpr: 1 };
  for (const k of [1, 2, 4, 8, 16, 64]) {
    const home = homeCamera(layout, view);
    const camera = { ...home, scale: home.scale * k };
    const geometry = geometryOf(layout, camera, view);
    const req = viewRequestOf(geometry, undefined);
    const columns = sketch.columns({ gibs: req.gibs, order: req.order });
    const { widthPx, heightPx } = geometry;
    const target = { pixels: new Uint32Array(widthPx * heightPx), widthPx, heightPx };
    t(`${name} x${k} block ${geometry.blockPx} detail ${req.gibs.length} paint`, () => paintMap(target, geometry, columns, inks));
    if (k === 1) { t('hilbert fresh', () => paintMap(target, { ...geometry, layout: layoutOf(layout.gibCount, 'hilbert') }, { ...columns }, inks));
    t('size', () => colouredColumns({ ...columns }, 'size'));
    t('labels', () => labelScene(geometry, columns, sketch.info().zones, inks));
    t('tree', () => mapTree(geometry, columns, undefined));
    t('request', () => viewRequestOf(geometry, columns)); 
    const small = { width: 200, height: 130, dpr: 1 };
    const g2 = geometryOf(layout, homeCamera(layout, small), small);
    t('minimap', () => paintMap({ pixels: new Uint32Array(g2.widthPx * g2.heightPx), widthPx: g2.widthPx, heightPx: g2.heightPx }, g2, columns, inks)); }
  }
}
