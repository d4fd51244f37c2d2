import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '../bridge/client.ts';
import { createCommands } from '../store/create-commands.ts';
import { createAppStore } from '../store/create-store.ts';
import { App } from '../ui/App.tsx';
import { addressed, openAddressed, restoreAddressed, syncUrl } from './address-bar.ts';
import { syncAppearance } from './appearance.ts';
import { createAutomation } from './automation.ts';
import { goToPlace } from './go-to-place.ts';
import { attachMap } from './map-controller.ts';
import { startPlayback } from './playback.ts';
import { watchReady } from './ready.ts';
import { introSeen, rememberIntroSeen, storeBookmarks, storedBookmarks } from './storage.ts';
import { storeMapPort } from './store-map-port.ts';
import { startWorker } from './worker-port.ts';

/** Events of the map that may move its camera. */
const MOVES = ['wheel', 'keydown', 'dblclick', 'pointerup'] as const;
const REPORT = 'Reload the page. If it happens again, report it with the address of the page and what you did.';

const client = createClient(startWorker(document.baseURI));
const store = createAppStore();
const commands = createCommands(store, client);
let map: ReturnType<typeof attachMap> | undefined;
let address: ReturnType<typeof syncUrl> | undefined;

const attach = (host: HTMLElement) => {
  const attached = attachMap(host, storeMapPort(store, commands));
  map = attached;
  // What moves the camera is no change of the store until the next frame.
  for (const event of MOVES) host.addEventListener(event, readiness.look);
  const looking = <A extends unknown[]>(move: (...args: A) => void) => {
    return (...args: A): void => {
      move(...args);
      readiness.look();
    };
  };
  return {
    handle: { ...attached, zoomBy: looking(attached.zoomBy), zoomTo: looking(attached.zoomTo) },
    detach: () => {
      for (const event of MOVES) host.removeEventListener(event, readiness.look);
      attached.detach();
      if (map === attached) map = undefined;
    },
  };
};

syncAppearance(store, () => store.setState({}));
startPlayback(store, commands);
const readiness = watchReady(store, () => (map?.settled() ?? false) && (address?.settled() ?? false));
window.recoalesce = createAutomation(store, commands, () => map, readiness.ready);

addEventListener('unhandledrejection', ({ reason }) => {
  const detail = reason instanceof Error ? reason.message : String(reason);
  commands.showProblem({ title: 'Something in this program went wrong', detail, excerpt: [], remedy: REPORT });
});

store.setState({ bookmarks: storedBookmarks() });
store.subscribe(({ bookmarks }, before) => {
  if (bookmarks !== before.bookmarks) storeBookmarks(bookmarks);
});
const goTo = (address: string): void => void goToPlace(address, store, commands);

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <App
      store={store}
      commands={commands}
      attachMap={attach}
      introSeen={introSeen()}
      onIntroSeen={rememberIntroSeen}
      goTo={goTo}
    />
  </StrictMode>,
);

store.setState({ library: await client.request('scenarios', {}) });
await openAddressed(addressed(), store, commands);
address = syncUrl(store, (url, file) => restoreAddressed(url, file, store, commands));
store.setState({});
