import type { Commands } from '../store/commands.ts';
import type { AppStore } from '../store/create-store.ts';
import { readUrl, writeUrl } from '../store/url.ts';
import { compareAddressed, openAddressed, restoreAddressed } from './address-bar.ts';

/** Parameters of an address that say what is open; the others say where one is and how it looks. */
const BESIDE = ['beside', 'besideFile', 'besideSeed', 'besidePolicy', 'besidePatch1'];
const MACHINE = ['scenario', 'file', 'seed', 'policy', 'patch1', 'calls', ...BESIDE];

const machineIn = (query: string): string => {
  const params = new URLSearchParams(query);
  return JSON.stringify(MACHINE.map((name) => params.get(name)));
};

/** Goes to a place by its query string: on the machine that is open only to its step, view and selection. */
export async function goToPlace(address: string, store: AppStore, commands: Commands): Promise<void> {
  const url = readUrl(address);
  if (machineIn(address) !== machineIn(writeUrl(store.getState()))) {
    const { theme, motion, speed } = store.getState();
    await openAddressed({ ...url, theme, motion, speed }, store, commands);
    return;
  }
  if (url.step !== undefined) await commands.seek(url.step);
  if (url.colouring !== undefined) commands.setColouring(url.colouring);
  if (url.order !== undefined) commands.setOrder(url.order);
  await restoreAddressed(url, undefined, store, commands);
  await compareAddressed(url, store, commands);
}
