import { useAppContext } from '../app-context.ts';
import type { Inspection } from '../data.ts';
import { heldTableText } from '../text/held-table-text.ts';

/** The table that a page holds: who owns the page, with a way to what it maps. */
export function HeldTableRow({ held }: { readonly held: NonNullable<Inspection['holds']> }) {
  const { commands } = useAppContext();
  const { region } = held;
  const text = heldTableText(held);
  return (
    <>
      <dt>Holds</dt>
      <dd data-testid="holds">
        {region === undefined ? (
          text
        ) : (
          <button type="button" className="link" onClick={() => commands.select(region)}>
            {text}
          </button>
        )}
      </dd>
    </>
  );
}
