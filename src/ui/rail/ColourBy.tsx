import type { AppState } from '../../store/state.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { type Segment, Segmented } from '../Segmented.tsx';
import './ColourBy.css';

const COLOURINGS: readonly Segment<AppState['colouring']>[] = [
  { id: 'protection', name: 'Protection', meaning: 'What may be done with a page' },
  { id: 'size', name: 'Size', meaning: 'The size of the page that maps it' },
  { id: 'owner', name: 'Owner', meaning: 'Who has the page, as far as it is known' },
  { id: 'merge', name: 'Merge', meaning: 'How many entries keep its table from being one large page' },
];

/** What the colours of the map stand for. */
export function ColourBy() {
  const { commands } = useAppContext();
  const colouring = useApp((state) => state.colouring);
  return (
    <Segmented
      label="Colour by"
      segments={COLOURINGS}
      chosen={colouring}
      className="colour-by"
      testId="colour"
      onChoose={commands.setColouring}
    />
  );
}
