import { useAppContext } from '../app-context.ts';
import type { Joined } from '../data.ts';
import { Icon } from '../Icon.tsx';
import { countFiles } from '../text/count-files.ts';
import { countText } from '../text/number-text.ts';

/** Leads to what the opened files say, and tells how many disagreements there are. */
export function FilesButton({ joined }: { readonly joined: Joined }) {
  const { commands } = useAppContext();
  const against = joined.findings.filter(({ verdict }) => verdict === 'differs').length;
  return (
    <button
      type="button"
      className="button"
      data-testid="files-button"
      aria-haspopup="dialog"
      title="What the files say (f)"
      onClick={() => commands.setDialog('files')}
    >
      <Icon name="file" />
      {countText(countFiles(joined.parts) + joined.aside.length, 'file')}
      {against > 0 && `, ${countText(against, 'difference')}`}
    </button>
  );
}
