import type { EventColumns } from '../bridge/columns.ts';
import type { Geometry } from '../scene/geometry.ts';
import type { Inks } from '../scene/inks.ts';
import { type MotionShapes, motionShapes } from '../scene/motion-shapes.ts';
import { type MotionPlan, overlaps, planMotions } from '../scene/transitions.ts';

interface Running {
  plan: MotionPlan;
  startedMs: number | undefined;
}

/** The motions that are under way on one map. */
export interface MapMotions {
  /** New events: their motions begin with the next frame, and end older ones in the same pages. `colour`: in the colours of the map. */
  show(
    events: EventColumns,
    motion: 'on' | 'off' | number,
    speed: number,
    colour?: (plan: MotionPlan) => MotionPlan,
  ): void;
  /** True while something moves; false when all is still, also when it is held. */
  moving(): boolean;
  /** What to draw at the time of a frame. */
  shapes(timeMs: number, geometry: Geometry, inks: Inks): MotionShapes;
}

/** Makes the motions of a map: none at first. */
export function mapMotions(): MapMotions {
  let running: Running[] = [];
  let held: { readonly plan: MotionPlan; readonly part: number } | undefined;
  return {
    show(events, motion, speed, colour = (plan) => plan) {
      held = undefined;
      if (motion === 'off') {
        running = [];
        return;
      }
      const plan = colour(planMotions(events, speed));
      if (typeof motion === 'number') {
        running = [];
        held = { plan, part: Math.min(1, Math.max(0, motion)) };
        return;
      }
      for (const older of running) {
        const motions = older.plan.motions.filter((a) => !plan.motions.some((b) => overlaps(a, b)));
        if (motions.length < older.plan.motions.length) older.plan = { ...older.plan, motions };
      }
      running = running.filter((older) => older.plan.motions.length > 0);
      if (plan.motions.length > 0) running.push({ plan, startedMs: undefined });
    },
    moving: () => running.length > 0,
    shapes(timeMs, geometry, inks) {
      const all: MotionShapes = { fills: [], rings: [] };
      const add = ({ fills, rings }: MotionShapes): void => {
        for (const fill of fills) all.fills.push(fill);
        for (const ring of rings) all.rings.push(ring);
      };
      if (held) add(motionShapes(held.plan, held.part * held.plan.totalMs, geometry, inks));
      for (const one of running) {
        one.startedMs ??= timeMs;
        add(motionShapes(one.plan, timeMs - one.startedMs, geometry, inks));
      }
      running = running.filter(({ plan, startedMs }) => timeMs - (startedMs ?? timeMs) < plan.totalMs);
      return all;
    },
  };
}
