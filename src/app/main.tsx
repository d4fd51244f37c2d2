import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../ui/App.tsx';
import { addressed, openAddressed, restoreAddressed, syncUrl } from './address-bar.ts';
import { syncAppearance } from './appearance.ts';
import { createAutomation } from './automation.ts';
import { goToPlace } from './go-to-place.ts';
import { createMachineView } from './machine-view.ts';
import { startPlayback } from './playback.ts';
import { watchReady } from './ready.ts';
import { introSeen, rememberIntroSeen, storeBookmarks, storedBookmarks } from './storage.ts';
import { storeMapPort } from './store-map-port.ts';

const REPORT = 'Reload the page. If it happens again, report it with the address of the page and what you did.';

const left = createMachineView({
  assetsUrl: document.baseURI,
  portOf: storeMapPort,
  moved: () => readiness.look(),
});
const { client, store, commands } = left;
let address: ReturnType<typeof syncUrl> | undefined;

syncAppearance(store, () => store.setState({}));
startPlayback(store, commands);
const readiness = watchReady(store, () => (left.map()?.settled() ?? false) && (address?.settled() ?? false));
window.recoalesce = createAutomation(store, commands, left.map, readiness.ready);

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
      attachMap={left.attach}
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
await client.request('warmUp', {});
