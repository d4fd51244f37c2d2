import type { LoadName } from './engine.ts';
import { EngineLoads } from './engine-loads.ts';

/** The loads in a Web Worker: a message { load, rounds } is answered with what the load answers. */
const loads = new EngineLoads(() => performance.now());
addEventListener('message', ({ data }: MessageEvent<{ load: LoadName; rounds: number }>) => {
  postMessage(loads[data.load](data.rounds));
});
