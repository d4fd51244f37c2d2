import { useRef } from 'react';
import type { Beside } from '../../store/state.ts';
import { POLICIES, POLICY_NAMES, policyChoice } from '../../x86/policies.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { fileSource } from '../file-source.ts';
import { Icon } from '../Icon.tsx';
import { policyTitle } from '../text/policy-title.ts';
import { Dialog } from './Dialog.tsx';
import './ChooseBeside.css';

/** Chooses what stands at the right: the same calls under another policy, another machine of the library, or files. */
export function ChooseBeside() {
  const { commands } = useAppContext();
  const source = useApp((state) => state.source);
  const run = useApp((state) => state.run);
  const library = useApp((state) => state.library);
  const input = useRef<HTMLInputElement>(null);
  if (run === undefined) return null;
  const choose = (beside: Beside): void => {
    commands.setDialog(undefined);
    commands.setBeside(beside);
  };
  return (
    <Dialog name="Compare side by side" onClose={() => commands.setDialog(undefined)}>
      <p className="beside-lead">
        {run.title} stays at the left. Both sides have one time, one view and one selection; what differs is marked.
      </p>
      <h3 className="label">The same calls under</h3>
      <div className="beside-policies">
        {POLICY_NAMES.filter((policy) => policy !== run.choice.policy).map((policy) => (
          <button
            key={policy}
            type="button"
            className="button"
            data-testid={`beside-${policy}`}
            onClick={() => choose({ source, choice: policyChoice(policy) })}
          >
            {policyTitle(policy)}
            {POLICIES[policy].proposed && <span className="detail">proposed</span>}
          </button>
        ))}
        {POLICIES[run.choice.policy].patch1 && (
          <button
            type="button"
            className="button"
            data-testid="beside-patch1"
            onClick={() => choose({ source, choice: { ...run.choice, globalFix: !run.choice.globalFix } })}
          >
            {policyTitle(run.choice.policy)}, patch 1 {run.choice.globalFix ? 'off' : 'on'}
          </button>
        )}
      </div>
      <h3 className="label">Another machine</h3>
      <ul className="beside-machines">
        {library
          .filter(({ id }) => source.kind === 'file' || source.id !== id)
          .map(({ id, title, provenance, policy }) => (
            <li key={id}>
              <button
                type="button"
                className="beside-machine"
                data-testid={`beside-${id}`}
                onClick={() => choose({ source: { kind: 'scenario', id, seed: 1 }, choice: undefined })}
              >
                <b>{title}</b>
                <span className="detail">
                  {provenance}, {policyTitle(policy.policy)}
                </span>
              </button>
            </li>
          ))}
      </ul>
      <button type="button" className="button" data-testid="beside-file" onClick={() => input.current?.click()}>
        <Icon name="file" />
        Files from this computer
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="beside-file-input"
        aria-label="Files to open at the right"
        onChange={(event) => {
          const files = fileSource([...(event.target.files ?? [])]);
          event.target.value = '';
          if (files !== undefined) choose({ source: files, choice: run.choice });
        }}
      />
    </Dialog>
  );
}
