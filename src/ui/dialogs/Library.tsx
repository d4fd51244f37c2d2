import { useState } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { PatchSwitch } from '../header/PatchSwitch.tsx';
import { PolicySwitch } from '../header/PolicySwitch.tsx';
import { NARROW, useMedia } from '../use-media.ts';
import { Dialog } from './Dialog.tsx';
import { OpenCard } from './OpenCard.tsx';
import { ScenarioCard } from './ScenarioCard.tsx';
import { SeedField } from './SeedField.tsx';
import './Library.css';

/** All machines that are ready, and the way to bring one's own. */
export function Library() {
  const { commands } = useAppContext();
  const narrow = useMedia(NARROW);
  const library = useApp((state) => state.library);
  const source = useApp((state) => state.source);
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
            {library.map((scenario) => (
              <ScenarioCard
                key={scenario.id}
                scenario={scenario}
                current={source.kind === 'scenario' && source.id === scenario.id}
                onOpen={() => {
                  commands.setDialog(undefined);
                  void commands.open({ kind: 'scenario', id: scenario.id, seed: scenario.seeded ? seed : 1 });
                }}
              />
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  );
}
