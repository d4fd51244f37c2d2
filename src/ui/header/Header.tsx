import { useApp, useAppContext } from '../app-context.ts';
import { Icon } from '../Icon.tsx';
import { IconButton } from '../IconButton.tsx';
import { PairNote } from '../pair/PairNote.tsx';
import { ColourBy } from '../rail/ColourBy.tsx';
import { Search } from '../search/Search.tsx';
import { NARROW, useMedia } from '../use-media.ts';
import { useTheme } from '../use-theme.ts';
import { Logo } from './Logo.tsx';
import { MachineButton } from './MachineButton.tsx';
import { PatchSwitch } from './PatchSwitch.tsx';
import { PolicySwitch } from './PolicySwitch.tsx';
import { ProvenanceBadge } from './ProvenanceBadge.tsx';
import './Header.css';

/** The bar at the top: what is open, under which policy, and the tools for the whole page. */
export function Header() {
  const { commands, other: beside, openFile, toggleTheme } = useAppContext();
  const narrow = useMedia(NARROW);
  const run = useApp((state) => state.run);
  const shown = useTheme();
  const other = shown === 'dark' ? 'light' : 'dark';
  return (
    <header className="header" data-testid="header">
      <h1 className="header-name">
        <Logo />
        <span className="header-word">Recoalesce</span>
      </h1>
      {!narrow && (
        <>
          <MachineButton />
          {beside === undefined ? (
            <>
              {run !== undefined && <ProvenanceBadge run={run} />}
              <PolicySwitch />
              <PatchSwitch />
            </>
          ) : (
            <>
              <PairNote />
              <ColourBy />
            </>
          )}
        </>
      )}
      <div className="header-tools">
        <Search />
        {!narrow && run !== undefined && (
          <button
            type="button"
            className="button button-plain"
            data-testid="diagnose"
            aria-haspopup="dialog"
            title="Why the machine is in pieces (d)"
            onClick={() => commands.setDialog('diagnosis')}
          >
            <Icon name="diagnosis" />
            <span className="header-tool-name">Diagnose</span>
          </button>
        )}
        {run !== undefined && beside === undefined && (
          <button
            type="button"
            className={narrow ? 'button button-plain button-icon' : 'button button-plain'}
            data-testid="beside"
            aria-haspopup="dialog"
            aria-label="Compare side by side"
            title="Compare side by side (c)"
            onClick={() => commands.setDialog('beside')}
          >
            <Icon name="pair" />
            {!narrow && <span className="header-tool-name">Compare</span>}
          </button>
        )}
        <button
          type="button"
          className="button button-plain"
          data-testid="open-file"
          onClick={openFile}
          title="Open a file (o)"
        >
          <Icon name="file" />
          <span className="header-tool-name">Open a file</span>
        </button>
        <button
          type="button"
          className="button button-plain"
          data-testid="share"
          title="Share what is on the screen"
          onClick={() => commands.setDialog('share')}
        >
          <Icon name="share" />
          <span className="header-tool-name">Share</span>
        </button>
        <IconButton
          icon={shown === 'dark' ? 'sun' : 'moon'}
          name={`Use the ${other} theme`}
          title={`Use the ${other} theme (t)`}
          testId="theme-toggle"
          onClick={toggleTheme}
        />
        <IconButton
          icon="help"
          name="Help and keys"
          title="Help and keys (?)"
          testId="help"
          onClick={() => commands.setDialog('help')}
        />
      </div>
    </header>
  );
}
