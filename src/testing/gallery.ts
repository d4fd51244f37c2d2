import '../theme/fonts.css';
import './gallery.css';
import { nextFrame } from '../app/clock.ts';
import { attachMap } from '../app/map-controller.ts';
import type { MapInputs, MapPort } from '../app/map-port.ts';
import { Cancelled, type Client, createClient } from '../bridge/client.ts';
import { unzippedChunks, unzippedText } from '../bridge/gunzip.ts';
import { createHost } from '../bridge/host.ts';
import { inflate } from '../bridge/inflate.ts';
import type { Response } from '../bridge/messages.ts';
import { layoutOf } from '../scene/layout.ts';
import { regionCamera } from '../scene/region-camera.ts';
import { MACHADO } from './colour-difference.ts';
import { GALLERY, type GalleryScene } from './gallery-scenes.ts';

/** A client on a host in the page itself. */
function pageClient(): Client {
  let listener: (response: Response) => void = () => undefined;
  const host = createHost({
    post: (response) => queueMicrotask(() => listener(response)),
    asset: async (path) => unzippedText(await (await fetch(new URL(path, document.baseURI))).blob()),
    chunks: unzippedChunks,
    inflate,
    pause: () => new Promise((resolve) => setTimeout(resolve)),
  });
  return createClient({
    post: (request) => host.hear(request),
    listen: (heard) => {
      listener = heard;
    },
  });
}

/** The figure of a scene, without its map. */
function figureOf({ name, theme = 'dark', vision, beside }: GalleryScene): { figure: HTMLElement; host: HTMLElement } {
  const figure = document.createElement('figure');
  const host = document.createElement('div');
  const caption = document.createElement('figcaption');
  if (beside !== undefined) figure.className = 'pair';
  host.className = 'scene';
  host.dataset.scene = name;
  host.dataset.theme = theme;
  if (vision) host.style.filter = `url(#${vision})`;
  caption.textContent = name;
  figure.append(host, caption);
  return { figure, host };
}

/** A map that is drawn. */
interface Drawn {
  readonly client: Client;
  mark(changes: MapInputs['changes']): void;
  settled(): boolean;
}

/** Draws a scene of one machine, or of two beside each other; resolves when it is drawn. */
async function drawScene(scene: GalleryScene, host: HTMLElement): Promise<void> {
  if (scene.beside === undefined) {
    await draw(scene, host);
    return;
  }
  const hosts = [document.createElement('div'), document.createElement('div')] as const;
  host.append(...hosts);
  const left = await draw(scene, hosts[0]);
  const right = await draw({ ...scene, scenario: scene.beside }, hosts[1]);
  const machine = await left.client.request('leaves', {});
  const answer = await right.client.request('compare', { with: { kind: 'machine', ...machine } });
  if (!answer.ok) throw new Error(`${scene.name}: ${answer.problem.title}`);
  for (const side of [left, right]) side.mark(answer.comparison.columns);
  while (!left.settled() || !right.settled()) await nextFrame();
}

/** Opens the machine of a scene and draws it; resolves when it is drawn. */
async function draw(scene: GalleryScene, host: HTMLElement): Promise<Drawn> {
  const client = pageClient();
  const source = { kind: 'scenario', id: scene.scenario, seed: 1 } as const;
  const opened = await client.request('open', { source, choice: undefined, userCalls: [] });
  if (!opened.ok) throw new Error(`${scene.name}: ${opened.problem.title}`);
  const { machine, startStep } = opened.run;
  const step = scene.step ?? startStep;
  const order = scene.order ?? 'z';
  const view = { gibs: new Uint32Array(), order: 0 };
  const { columns, events } = await client.request('seek', { step, from: Math.max(0, step - 1), view });
  const viewport = { width: host.clientWidth, height: host.clientHeight, dpr: devicePixelRatio };
  let changed: () => void = () => undefined;
  let inputs: MapInputs = {
    machine,
    columns,
    events: scene.motion === undefined ? undefined : events,
    camera: scene.at && regionCamera(layoutOf(machine.gibCount, order), viewport, scene.at),
    linked: false,
    selection: scene.selection,
    also: [],
    changes: undefined,
    hover: undefined,
    hiddenStates: scene.hiddenStates ?? 0,
    colouring: scene.colouring ?? 'protection',
    order,
    theme: scene.theme ?? 'dark',
    motion: scene.motion ?? 'off',
    speed: 1,
  };
  const nothing = (): void => undefined;
  const port: MapPort = {
    read: () => inputs,
    subscribe(listener) {
      changed = listener;
      return nothing;
    },
    requestView(wanted) {
      client.request('view', { view: wanted }).then(
        (next) => {
          inputs = { ...inputs, columns: next };
          changed();
        },
        (error: unknown) => {
          if (!(error instanceof Cancelled)) throw error;
        },
      );
    },
    setCamera: nothing,
    select: nothing,
    selectAll: nothing,
    toggle: nothing,
    hover: nothing,
    setTrail: nothing,
    setTree: nothing,
  };
  const map = attachMap(host, port);
  while (!map.settled()) await nextFrame();
  return {
    client,
    mark(changes) {
      inputs = { ...inputs, changes };
      changed();
    },
    settled: () => map.settled(),
  };
}

/** Filters that show how colours look with less than full colour vision. */
function filters(): string {
  const filter = ([name, matrix]: [string, readonly (readonly number[])[]]): string =>
    `<filter id="${name}" color-interpolation-filters="linearRGB"><feColorMatrix values="${matrix
      .map((row) => `${row.join(' ')} 0 0`)
      .join(' ')} 0 0 0 1 0"/></filter>`;
  return `<svg width="0" height="0" aria-hidden="true">${Object.entries(MACHADO).map(filter).join('')}</svg>`;
}

const gallery = document.querySelector('#gallery');
if (gallery === null) throw new Error('the page has no #gallery');
gallery.insertAdjacentHTML('beforebegin', filters());
const figures = GALLERY.map((scene) => ({ scene, ...figureOf(scene) }));
gallery.append(...figures.map(({ figure }) => figure));
for (const { scene, host } of figures) await drawScene(scene, host);
document.documentElement.dataset.ready = 'true';
