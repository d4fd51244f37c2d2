import { WORD_MEANINGS } from './word-meanings.ts';
import './Words.css';

/** What some of the words of the screen mean; those that need no words are left out. */
export function Words({ of }: { readonly of: readonly string[] }) {
  return (
    <dl className="words">
      {of.map(
        (word) =>
          WORD_MEANINGS[word] !== undefined && (
            <div key={word}>
              <dt>{word}</dt>
              <dd>{WORD_MEANINGS[word]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
