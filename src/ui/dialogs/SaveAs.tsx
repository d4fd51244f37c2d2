import { useState } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { fileName } from '../text/file-name.ts';
import { pictureWords } from '../text/picture-words.ts';
import './SaveAs.css';

/** What can be saved, in the order it is offered; `end` is how the file's name ends. */
const KINDS = [
  { kind: 'json', name: 'Machine, JSON', end: 'json' },
  { kind: 'ptdump', name: 'Machine, ptdump text', end: 'ptdump' },
  { kind: 'csv', name: 'Leaves, CSV', end: 'csv' },
  { kind: 'trace', name: 'Run, trace', end: 'run.jsonl' },
  { kind: 'png', name: 'Picture, PNG', end: 'png' },
  { kind: 'svg', name: 'Picture, SVG', end: 'svg' },
] as const;

type Kind = (typeof KINDS)[number];

/** Saves the machine, its leaves, the run or the picture as a file. */
export function SaveAs() {
  const { store, commands, takePicture, other } = useAppContext();
  const run = useApp((state) => state.run);
  const frame = useApp((state) => state.frame);
  const step = useApp((state) => state.step);
  const selected = useApp((state) => (state.selection === undefined ? 0 : 1 + state.also.length));
  const [said, setSaid] = useState('');
  if (run === undefined || frame === undefined) return null;

  const save = async ({ kind, end }: Kind): Promise<void> => {
    const words = pictureWords(store.getState(), other?.getState());
    if (words === undefined) return;
    const ofPicture = kind === 'png' || kind === 'svg';
    const title = ofPicture && words.captions.length > 1 ? `${run.title} side by side` : run.title;
    const name = fileName(title, run.steps > 0 && kind !== 'trace' ? step : undefined, end);
    const blob = ofPicture
      ? await takePicture(kind, words)
      : new Blob([await commands.write(kind)], { type: kind === 'csv' ? 'text/csv' : 'text/plain' });
    const url = URL.createObjectURL(blob);
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    URL.revokeObjectURL(url);
    setSaid(`${name} is saved.`);
  };
  const leaves =
    selected === 0
      ? 'CSV has all leaves.'
      : `CSV has the leaves of the ${selected === 1 ? 'selected region' : `${selected} selected regions`}.`;
  return (
    <section className="save-as" aria-labelledby="save-as-title">
      <h3 id="save-as-title" className="heading">
        Save as a file
      </h3>
      <p className="detail">
        The machine{other !== undefined && ' at the left'} as it is at this step
        {other !== undefined && '; pictures have both'}. JSON, ptdump text and traces can be opened here again. {leaves}
      </p>
      <div className="save-as-buttons">
        {KINDS.map((kind) => (
          <button
            key={kind.kind}
            type="button"
            className="button"
            data-testid={`save-${kind.kind}`}
            onClick={() => void save(kind)}
          >
            {kind.name}
          </button>
        ))}
      </div>
      <p className="detail" role="status" data-testid="save-status">
        {said}
      </p>
    </section>
  );
}
