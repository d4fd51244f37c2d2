import type { AppState } from '../../store/state.ts';
import { useApp, useAppContext } from '../app-context.ts';
import './ColourBy.css';

const COLOURINGS: readonly {
  readonly id: AppState['colouring'];
  readonly name: string;
  readonly meaning: string;
}[] = [
  { id: 'protection', name: 'Protection', meaning: 'What may be done with a page' },
  { id: 'size', name: 'Size', meaning: 'The size of the page that maps it' },
  { id: 'merge', name: 'Merge', meaning: 'How many entries keep its table from being one large page' },
];

/** What the colours of the map stand for. */
export function ColourBy() {
  const { commands } = useAppContext();
  const colouring = useApp((state) => state.colouring);
  return (
    <div className="colour-by" role="radiogroup" aria-label="Colour by">
      {COLOURINGS.map(({ id, name, meaning }) => (
        <label key={id} className="colour-choice" title={meaning}>
          <input
            type="radio"
            name="colouring"
            data-testid={`colour-${id}`}
            checked={colouring === id}
            onChange={() => commands.setColouring(id)}
          />
          <span>{name}</span>
        </label>
      ))}
    </div>
  );
}
