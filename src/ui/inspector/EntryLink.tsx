import { pagesOf } from '../../x86/page.ts';
import { useAppContext } from '../app-context.ts';
import { entryText } from '../text/address-text.ts';
import type { TableBase } from './table-base.ts';

/** Number of an entry that selects what it maps. */
export function EntryLink({ base, index }: { readonly base: TableBase; readonly index: number }) {
  const { commands } = useAppContext();
  const level = base.entryLevel;
  return (
    <button
      type="button"
      className="link mono"
      aria-label={`Select entry ${entryText(index)}`}
      onClick={() => commands.select({ level, pfn: base.pfn + index * pagesOf(level) })}
    >
      {entryText(index)}
    </button>
  );
}
