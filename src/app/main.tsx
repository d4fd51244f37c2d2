import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../ui/App.tsx';
import type { TakePicture } from '../ui/app-context.ts';
import { addressed, openAddressed, restoreAddressed, syncUrl } from './address-bar.ts';
import { syncAppearance } from './appearance.ts';
import { createAutomation } from './automation.ts';
import { goToPlace } from './go-to-place.ts';
import { createMachineView, type MachineView } from './machine-view.ts';
import { mapPicture } from './map-picture.ts';
import { startPlayback } from './playback.ts';
import { watchReady } from './ready.ts';
import { keepRightSide } from './right-side.ts';
import { introSeen, rememberIntroSeen, storeBookmarks, storedBookmarks } from './storage.ts';

const REPORT = 'Reload the page. If it happens again, report it with the address of the page and what you did.';

const assetsUrl = document.baseURI;
const moved = (): void => readiness.look();
const left = createMachineView({ assetsUrl, moved });
const { client, store, commands } = left;
let address: ReturnType<typeof syncUrl> | undefined;

syncAppearance(store, () => store.setState({}));
startPlayback(store, commands);
let right: MachineView | undefined;
const rightSide = keepRightSide(
  left,
  () => {
    const view = createMachineView({ assetsUrl, moved, left });
    view.store.subscribe(moved);
    return view;
  },
  (shown) => {
    right = shown;
    render();
  },
);
const readiness = watchReady(
  store,
  () => (left.map()?.settled() ?? false) && (address?.settled() ?? false) && rightSide.settled(),
);
window.recoalesce = createAutomation(store, commands, left.map, readiness.ready);

addEventListener('unhandledrejection', ({ reason }) => {
  const detail = reason instanceof Error ? reason.message : String(reason);
  commands.showProblem({ title: 'Something in this program went wrong', detail, excerpt: [], remedy: REPORT });
});

store.setState({ bookmarks: storedBookmarks() });
store.subscribe(({ bookmarks }, before) => {
  if (bookmarks !== before.bookmarks) storeBookmarks(bookmarks);
});
const takePicture: TakePicture = async (kind, words) => {
  const maps = [left, right].slice(0, words.captions.length).map((view) => view?.map()?.onScreen());
  const [first, ...others] = maps.filter((map) => map !== undefined);
  if (first === undefined) throw new Error('no map is on the screen');
  return mapPicture(kind, words, [first, ...others]);
};
const goTo = (address: string): void => void goToPlace(address, store, commands);

const element = document.getElementById('root');
if (element === null) throw new Error('the page has no #root');
const root = createRoot(element);

function render(): void {
  root.render(
    <StrictMode>
      <App
        store={store}
        commands={commands}
        attachMap={left.attach}
        right={right}
        introSeen={introSeen()}
        onIntroSeen={rememberIntroSeen}
        takePicture={takePicture}
        goTo={goTo}
      />
    </StrictMode>,
  );
}
render();

const [library, pairs] = await Promise.all([client.request('scenarios', {}), client.request('pairs', {})]);
store.setState({ library, pairs });
await openAddressed(addressed(), store, commands);
address = syncUrl(store, (url, file) => restoreAddressed(url, file, store, commands));
store.setState({});
await client.request('warmUp', {});
