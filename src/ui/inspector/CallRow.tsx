import { useState } from 'react';
import type { SetMemoryCall } from '../../x86/set-memory.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { callReason } from '../text/call-reason.ts';
import { errnoName } from '../text/errno-name.ts';
import { numberText } from '../text/number-text.ts';
import './CallRow.css';

const CALLS: readonly { readonly call: SetMemoryCall; readonly means: string }[] = [
  { call: 'ro', means: 'read-only' },
  { call: 'rw', means: 'writable' },
  { call: 'x', means: 'executable' },
  { call: 'nx', means: 'not executable' },
  { call: 'np', means: 'not present' },
  { call: 'p', means: 'present' },
  { call: 'uc', means: 'uncached' },
  { call: 'wc', means: 'write combining' },
  { call: 'wb', means: 'write-back' },
  { call: '4k', means: 'split to 4K' },
];

interface Answer {
  readonly call: SetMemoryCall;
  readonly rc: number;
}

/** The set_memory calls on the selection, the answer of the last one, and the way back. */
export function CallRow() {
  const { commands } = useAppContext();
  const [answer, setAnswer] = useState<Answer>();
  const selection = useApp((state) => state.selection);
  const mapped = useApp((state) => state.inspection?.mapped);
  const several = useApp((state) => (state.also.length === 0 ? 0 : state.also.length + 1));
  const calls = useApp((state) => state.run?.userCalls.length ?? 0);
  const reason = callReason(selection, several > 0 ? undefined : mapped);
  const run = async (call: SetMemoryCall): Promise<void> => {
    const rc = await commands.addCall(call);
    if (rc !== undefined) setAnswer({ call, rc });
  };
  return (
    <section className="calls" aria-label="Calls">
      <div className="calls-head">
        <h3 className={`label ${reason === undefined ? 'calls-do' : 'calls-reason'}`} id="calls-title">
          {reason ??
            `Call set_memory_… on ${several > 0 ? `these ${numberText(several)} regions` : what(selection?.level)}`}
        </h3>
        {calls > 0 && (
          <button
            type="button"
            className="button button-plain calls-undo"
            data-testid="undo-call"
            title="Takes your newest call back"
            onClick={() => {
              setAnswer(undefined);
              void commands.undoCall();
            }}
          >
            <Icon name="undo" />
            {calls > 1 ? `Undo the last of ${numberText(calls)}` : 'Undo'}
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would lay out otherwise */}
      <div className="calls-row" role="group" aria-labelledby="calls-title">
        {CALLS.map(({ call, means }) => (
          <button
            key={call}
            type="button"
            className="button call mono"
            data-testid={`call-${call}`}
            disabled={reason !== undefined}
            aria-label={`set_memory_${call}: ${means}`}
            title={reason ?? `set_memory_${call}(): ${means}`}
            onClick={() => void run(call)}
          >
            {call}
          </button>
        ))}
      </div>
      {answer !== undefined && (
        <p
          className={`calls-answer mono ${answer.rc === 0 ? '' : 'calls-failed'}`}
          role="status"
          data-testid="call-answer"
        >
          set_memory_{answer.call}() = {errnoName(answer.rc)}
        </p>
      )}
    </section>
  );
}

function what(level: number | undefined): string {
  return level === 1 ? 'this page' : level === 2 ? 'these 2 MiB' : 'this GiB';
}
