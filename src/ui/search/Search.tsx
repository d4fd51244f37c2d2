import { type KeyboardEvent, useId, useLayoutEffect, useRef } from 'react';
import { useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { searchText } from '../text/search-text.ts';
import { useMedia } from '../use-media.ts';
import { useSearch } from './use-search.ts';
import './Search.css';

const NOTHING =
  'Nothing is known by this name. Search takes a PFN or address (0xa9fc4, 0xffff8880a9fc4000), "gib 5", an owner such as bpf, a protection such as read-only, or w+x.';

/** A field that finds a page by its address, or the next region by what it is; the list says how it is understood. */
export function Search() {
  const { searching, setSearching } = useAppContext();
  const inline = useMedia('(min-width: 1600px)');
  const field = useRef<HTMLInputElement>(null);
  const before = useRef<Element>(null);
  const search = useSearch();
  const list = useId();
  useLayoutEffect(() => {
    if (!searching || document.activeElement === field.current) return;
    before.current = document.activeElement;
    field.current?.focus();
  }, [searching]);

  const close = (): void => {
    setSearching(false);
    field.current?.blur();
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  const press = (event: KeyboardEvent): void => {
    const { active, options } = search;
    if (event.key === 'Enter') void search.go(active, event.shiftKey ? -1 : 1);
    else if (event.key === 'ArrowDown') search.moveTo((active + 1) % Math.max(1, options.length));
    else if (event.key === 'ArrowUp') search.moveTo((active + options.length - 1) % Math.max(1, options.length));
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  if (!inline && !searching) {
    return (
      <button
        type="button"
        className="button button-plain button-icon"
        data-testid="search-open"
        aria-label="Search"
        title="Search (/)"
        onClick={() => setSearching(true)}
      >
        <Icon name="search" />
      </button>
    );
  }
  return (
    <search className={inline ? 'search' : 'search search-over'}>
      <Icon name="search" />
      <input
        ref={field}
        className="search-field"
        data-testid="search"
        role="combobox"
        aria-label="Search: PFN, address, owner or protection"
        aria-expanded={searching}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={searching && search.options.length > 0 ? `${list}-${search.active}` : undefined}
        placeholder="PFN, address, owner"
        autoComplete="off"
        spellCheck={false}
        value={search.text}
        onChange={(event) => search.type(event.target.value)}
        onFocus={() => setSearching(true)}
        onBlur={() => setSearching(false)}
        onKeyDown={press}
      />
      <kbd>/</kbd>
      <div className="search-list" hidden={!searching}>
        <div id={list} role="listbox" aria-label="What to find">
          {search.options.map((option, index) => {
            const { title, detail } = searchText(option);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field has the focus and takes the keys
              <div
                key={`${title} ${detail}`}
                id={`${list}-${index}`}
                className="search-option"
                data-testid="search-option"
                role="option"
                aria-selected={index === search.active}
                onPointerMove={() => search.moveTo(index)}
                onPointerDown={(event) => event.preventDefault()}
                onClick={(event) => void search.go(index, event.shiftKey ? -1 : 1)}
              >
                <span>{title}</span>
                <span className="search-detail">{detail}</span>
              </div>
            );
          })}
        </div>
        <p className="search-outcome detail" data-testid="search-outcome">
          {search.outcome || (search.options.length === 0 ? NOTHING : 'Enter: next, Shift+Enter: previous')}
        </p>
      </div>
    </search>
  );
}
