import type { LoadName } from './engine.ts';
import { EngineLoads } from './engine-loads.ts';

/** The loads in a process of Node: a message { load, rounds } is answered with what the load answers. */
const loads = new EngineLoads(() => performance.now());
process.on('message', ({ load, rounds }: { load: LoadName; rounds: number }) => {
  process.send?.(loads[load](rounds));
});
