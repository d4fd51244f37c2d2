import type { Commands } from '../store/commands.ts';
import type { AppStore } from '../store/create-store.ts';
import { STEPS_A_SECOND } from '../store/state.ts';
import { nextFrame } from './clock.ts';

/** Plays the run while the store says so: one seek at a time, as many steps as the time that passed asks for. */
export function startPlayback(store: AppStore, commands: Commands): void {
  let running = false;

  const play = async (): Promise<void> => {
    running = true;
    let before = await nextFrame();
    let owed = 0;
    while (store.getState().playing) {
      const now = await nextFrame();
      const { speed, step, run, playing } = store.getState();
      if (!playing || run === undefined) break;
      owed += ((now - before) / 1000) * speed * STEPS_A_SECOND;
      before = now;
      const steps = Math.floor(owed);
      if (steps === 0) continue;
      owed -= steps;
      await commands.seek(step + steps);
      if (store.getState().step >= run.steps) commands.setPlaying(false);
    }
    running = false;
  };

  store.subscribe((state) => {
    if (state.playing && !running) void play();
  });
}
