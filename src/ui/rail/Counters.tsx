import { useApp } from '../app-context.ts';
import { Breakable } from '../Breakable.tsx';
import type { Counters as Values } from '../data.ts';
import { useMedia } from '../use-media.ts';
import './Counters.css';

interface Line {
  readonly name: string;
  readonly value: string;
}

/** The counters of /proc/meminfo and /proc/vmstat at this step, named as the kernel names them. */
export function Counters() {
  const counters = useApp((state) => state.frame?.counters);
  const roomy = useMedia('(min-height: 1000px) and (min-width: 1100px)');
  return (
    <details className="counters" data-testid="counters" open={roomy}>
      <summary className="label">Counters</summary>
      {counters !== undefined && (
        <>
          <Lines title="/proc/meminfo" id="meminfo" lines={meminfo(counters)} />
          <Lines
            title="/proc/vmstat, since step 0"
            id="counter"
            lines={counters.vmstat.map(({ name, value }) => ({ name, value: `${value}` }))}
          />
          <Lines title={undefined} id="counter" lines={rest(counters)} />
        </>
      )}
    </details>
  );
}

function Lines({
  title,
  id,
  lines,
}: {
  readonly title: string | undefined;
  readonly id: string;
  readonly lines: readonly Line[];
}) {
  return (
    <>
      {title !== undefined && <h3 className="counters-title">{title}</h3>}
      <dl className="mono">
        {lines.map(({ name, value }) => (
          <div key={name} className="counters-line">
            <dt>
              <Breakable name={name} />
            </dt>
            <dd data-testid={`${id}-${name.replace(':', '').replaceAll(' ', '-')}`}>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function meminfo({ leaves }: Values): readonly Line[] {
  return [
    { name: 'DirectMap4k:', value: `${leaves['4K'] * 4} kB` },
    { name: 'DirectMap2M:', value: `${leaves['2M'] * 2048} kB` },
    { name: 'DirectMap1G:', value: `${leaves['1G'] * 1048576} kB` },
  ];
}

function rest(counters: Values): readonly Line[] {
  return [
    { name: 'flush_tlb_all', value: `${counters.flushAll}` },
    { name: 'ranged flushes', value: `${counters.flushRanged}` },
    { name: 'pages flushed', value: `${counters.flushedPages}` },
  ];
}
