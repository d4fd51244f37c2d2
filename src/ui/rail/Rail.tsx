import { useMedia } from '../use-media.ts';
import { Counters } from './Counters.tsx';
import { Legend } from './Legend.tsx';
import { Overview } from './Overview.tsx';
import { PageSizes } from './PageSizes.tsx';
import './Rail.css';

/** The column at the left: what the picture's signs mean, and where in the machine we are. */
export function Rail() {
  const roomForOverview = useMedia('(min-height: 860px)');
  return (
    <aside className="rail" aria-label="Legend and counters">
      <div className="rail-scroll">
        <Legend />
        <PageSizes />
        <Counters />
      </div>
      {roomForOverview && <Overview corner={false} />}
    </aside>
  );
}
