import { useMemo, useState } from 'react';
import { readSearch, type Search } from '../../store/read-search.ts';
import { PAGES_1G } from '../../x86/page.ts';
import { useApp, useAppContext } from '../app-context.ts';
import type { Region } from '../data.ts';
import { foundText, nothingText } from '../text/search-text.ts';

/** A search field's state, and what can be done with it. */
export interface SearchField {
  readonly text: string;
  readonly options: readonly Search[];
  /** Index of the option that Enter takes. */
  readonly active: number;
  /** What the last search came to. */
  readonly outcome: string;
  type(text: string): void;
  moveTo(index: number): void;
  /** Goes to the option's next (1) or previous (-1) hit. */
  go(index: number, direction: 1 | -1): Promise<void>;
}

/** Reads what is typed in the terms of the open machine, and goes to what is found. */
export function useSearch(): SearchField {
  const { commands, map } = useAppContext();
  const machine = useApp((state) => state.run?.machine);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const [outcome, setOutcome] = useState('');
  const options = useMemo(() => (machine === undefined ? [] : readSearch(text, machine)), [text, machine]);

  const say = (words: string): void => {
    setOutcome(words);
    commands.announce(words);
  };
  const show = (region: Region): void => {
    commands.select(region);
    map?.zoomTo(region, true);
  };
  return {
    text,
    options,
    active: Math.min(active, Math.max(0, options.length - 1)),
    outcome,
    type(next) {
      setText(next);
      setActive(0);
      setOutcome('');
    },
    moveTo: setActive,
    async go(index, direction) {
      const search = options[index];
      if (search === undefined) say('Nothing is known by this name.');
      else if (search.kind === 'outside') say('This address is not in the machine.');
      else if (search.kind === 'page') show({ level: 1, pfn: search.pfn });
      else if (search.kind === 'gib') show({ level: 3, pfn: search.gib * PAGES_1G });
      else {
        const answer = await commands.find(search.query, direction);
        if (answer === undefined) return;
        if (answer.found === undefined) say(nothingText(search));
        else {
          map?.zoomTo(answer.found.region, true);
          say(foundText(search, answer.found));
        }
      }
    },
  };
}
