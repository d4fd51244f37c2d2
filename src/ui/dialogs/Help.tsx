import { useAppContext } from '../app-context.ts';
import { Words } from '../Words.tsx';
import { WORD_MEANINGS } from '../word-meanings.ts';
import { Dialog } from './Dialog.tsx';
import './Help.css';

const KEYS: readonly { readonly title: string; readonly keys: readonly (readonly [keys: string, what: string])[] }[] = [
  {
    title: 'Run',
    keys: [
      ['Space', 'play or pause'],
      [', .', 'step back, step forward'],
      ['[ ]', 'previous split, next split'],
      ['{ }', 'previous merge, next merge'],
    ],
  },
  {
    title: 'Map, when it has the focus',
    keys: [
      ['Arrows', 'select the neighbour'],
      ['Shift+arrows', 'select it, too; click with Shift, or drag a rectangle'],
      ['Enter', 'go in'],
      ['Esc', 'go out'],
      ['+ -', 'zoom in, zoom out'],
      ['0', 'whole machine'],
    ],
  },
  {
    title: 'Page',
    keys: [
      ['/', 'search; Enter next, Shift+Enter previous'],
      ['b', 'bookmarks: keep this place, go to another'],
      ['o', 'open files'],
      ['d', 'diagnosis: why the machine is in pieces'],
      ['c', 'compare side by side, with another policy or machine'],
      ['D', 'what changed since another step, or from a file'],
      ['f', 'what the opened files say'],
      ['t', 'light or dark'],
      ['?', 'this help'],
      ['Esc', 'close, or cancel what takes long'],
    ],
  },
];

const PICTURE: readonly string[] = [
  'The kernel maps all physical memory once more, at one place: the direct map. The map shows it whole; area is size, order is address order, and nothing ever moves.',
  'It is mapped with pages of 1G and 2M where it can be: few entries, few TLB misses. When a call such as set_memory_ro() changes the protection of one page, the large page around it splits into 512 smaller ones.',
  'Mainline 6.1 never puts them together again. The RFC of August 2022 merges a table when all its 512 entries are equal; since 6.15 the kernel collapses, but only when set_memory_rox() asks for it.',
];

/** What the picture is, and all keys. */
export function Help() {
  const { commands } = useAppContext();
  return (
    <Dialog name="Help and keys" onClose={() => commands.setDialog(undefined)}>
      <section className="help-picture" aria-label="What the picture is">
        {PICTURE.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </section>
      {KEYS.map(({ title, keys }) => (
        <section key={title} className="help-keys" aria-label={title}>
          <h3 className="label">{title}</h3>
          <dl>
            {keys.map(([key, what]) => (
              <div key={key}>
                <dt>
                  {key.split(' ').map((each) => (
                    <kbd key={each}>{each}</kbd>
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className="detail help-hands">
        Wheel and pinch zoom to the pointer, drag pans, double click goes in. With Shift a drag selects what it touches;
        on a touch screen a long press begins it.
      </p>
      <section aria-label="Words">
        <h3 className="label">Words</h3>
        <Words of={Object.keys(WORD_MEANINGS)} />
      </section>
    </Dialog>
  );
}
