import { useLayoutEffect, useRef, useState } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { placeText } from '../text/place-text.ts';
import { Dialog } from './Dialog.tsx';
import './Bookmarks.css';

/** Places to come back to: one keeps the one on the screen under a name, goes to another, or lets it go. */
export function Bookmarks() {
  const { store, commands, goTo } = useAppContext();
  const bookmarks = useApp((state) => state.bookmarks);
  const [name, setName] = useState(() => placeText(store.getState()));
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const close = (): void => commands.setDialog(undefined);
  return (
    <Dialog name="Bookmarks" onClose={close}>
      <form
        className="bookmark-new"
        onSubmit={(event) => {
          event.preventDefault();
          commands.addBookmark(name.trim() || placeText(store.getState()));
        }}
      >
        <input
          ref={field}
          className="field bookmark-name"
          data-testid="bookmark-name"
          aria-label="Name of this place"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onFocus={(event) => event.target.select()}
        />
        <button type="submit" className="button button-main" data-testid="bookmark-add">
          Keep this place
        </button>
      </form>
      {bookmarks.length === 0 ? (
        <p className="detail">A place is a step, a view and what is selected. It is kept in this browser.</p>
      ) : (
        <ul className="bookmarks" data-testid="bookmarks">
          {bookmarks.map((bookmark) => (
            <li key={bookmark.address}>
              <a
                className="link bookmark"
                href={bookmark.address}
                title="Goes there; the link itself can be shared"
                onClick={(event) => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                  event.preventDefault();
                  close();
                  goTo(bookmark.address);
                }}
              >
                {bookmark.name}
              </a>
              <button
                type="button"
                className="button button-plain button-icon"
                aria-label={`Delete ${bookmark.name}`}
                title="Delete"
                onClick={() => {
                  commands.removeBookmark(bookmark.address);
                  field.current?.focus();
                }}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
