import { useApp } from '../app-context.ts';
import { Breakable } from '../Breakable.tsx';
import { errnoName } from '../text/errno-name.ts';
import './CurrentCall.css';

/** The call that led to this step, and its return code when it failed. */
export function CurrentCall() {
  const call = useApp((state) => state.frame?.call);
  const start = useApp((state) => state.run !== undefined && state.frame?.step === 0);
  if (call === undefined) return <p className="current-call detail">{start ? 'Before the first call' : ''}</p>;
  return (
    <p className="current-call" data-testid="current-call" title={call.origin ?? call.text}>
      <span className="mono">
        <Breakable name={call.text} />
      </span>
      {call.rc !== 0 && <b className="mono current-call-failed">{` = ${errnoName(call.rc)}`}</b>}
      {call.origin !== undefined && <span className="detail current-call-origin">{call.origin}</span>}
    </p>
  );
}
