import { useState } from 'react';
import type { AppState } from '../../store/state.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { PatchSwitch } from '../header/PatchSwitch.tsx';
import { PolicySwitch } from '../header/PolicySwitch.tsx';
import { policyTitle } from '../text/policy-title.ts';
import { NARROW, useMedia } from '../use-media.ts';
import { Dialog } from './Dialog.tsx';
import { OpenCard } from './OpenCard.tsx';
import { ScenarioCard } from './ScenarioCard.tsx';
import { SeedField } from './SeedField.tsx';
import './Library.css';

/** Past the end of every run. */
const END = Number.MAX_SAFE_INTEGER;

const isOpen = (id: string, source: AppState['source'] | undefined): boolean =>
  source?.kind === 'scenario' && source.id === id;

/** All machines that are ready, and the way to bring one's own. */
export function Library() {
  const { commands } = useAppContext();
  const narrow = useMedia(NARROW);
  const library = useApp((state) => state.library);
  const pairs = useApp((state) => state.pairs);
  const source = useApp((state) => state.source);
  const beside = useApp((state) => state.beside);
  const policyOf = (id: string): readonly string[] =>
    library.filter((scenario) => scenario.id === id).map(({ policy }) => policyTitle(policy.policy));
  const [seed, setSeed] = useState(source.kind === 'scenario' ? source.seed : 1);
  return (
    <Dialog name="Library" wide onClose={() => commands.setDialog(undefined)}>
      {narrow && (
        <div className="library-policy">
          <h3 className="label">Policy</h3>
          <PolicySwitch />
          <PatchSwitch />
        </div>
      )}
      <div className="library">
        <OpenCard />
        <section className="library-scenarios" aria-label="Ready to explore">
          <div className="library-head">
            <h3 className="heading">Ready to explore</h3>
            {library.some((scenario) => scenario.seeded) && <SeedField seed={seed} onSeed={setSeed} />}
          </div>
          <ul>
            {pairs.map(({ id, title, summary, left, right }) => (
              <ScenarioCard
                key={id}
                id={id}
                title={title}
                summary={summary}
                facts={['side by side', ...[left, right].flatMap(policyOf)]}
                current={isOpen(left, source) && isOpen(right, beside?.source)}
                onOpen={() => {
                  commands.setDialog(undefined);
                  const [source, other] = [left, right].map((id) => ({ kind: 'scenario', id, seed: 1 }) as const);
                  void commands.open(source, { step: END, beside: { source: other, choice: undefined } });
                }}
              />
            ))}
            {library.map(({ id, title, summary, provenance, policy, seeded }) => (
              <ScenarioCard
                key={id}
                id={id}
                title={title}
                summary={summary}
                facts={[provenance, policyTitle(policy.policy), ...(seeded ? ['seeded'] : [])]}
                current={isOpen(id, source) && beside === undefined}
                onOpen={() => {
                  commands.setDialog(undefined);
                  void commands.open({ kind: 'scenario', id, seed: seeded ? seed : 1 });
                }}
              />
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  );
}
