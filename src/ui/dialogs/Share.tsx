import { useEffect, useRef, useState } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { copyText } from '../copy-text.ts';
import { Icon } from '../Icon.tsx';
import { Dialog } from './Dialog.tsx';
import { SaveAs } from './SaveAs.tsx';
import './Share.css';

/** The address that brings back what is on the screen, copied; for a file it says what the address does not hold. */
export function Share() {
  const { commands } = useAppContext();
  const file = useApp(({ source, beside }) =>
    [source, beside?.source].map((one) => (one?.kind === 'file' ? one.name : undefined)).find((name) => name),
  );
  const field = useRef<HTMLInputElement>(null);
  const [address] = useState(() => document.URL);
  const [copied, setCopied] = useState<boolean>();
  const copy = async (): Promise<void> => {
    field.current?.select();
    setCopied(await copyText(address));
  };
  useEffect(() => {
    void copyText(address).then(setCopied);
  }, [address]);
  return (
    <Dialog name="Share" onClose={() => commands.setDialog(undefined)}>
      <p className="share-words">
        {file === undefined
          ? 'The address holds the scenario, policy, step, your calls, view and selection: whoever opens it sees this picture.'
          : `The address does not hold ${file}: the file stays on this computer. Send the file too, and open it there first.`}
      </p>
      <div className="share-row">
        <input
          ref={field}
          className="field mono share-field"
          data-testid="share-address"
          aria-label="Address"
          readOnly
          value={address}
          onFocus={(event) => event.target.select()}
        />
        <button type="button" className="button button-main" data-testid="share-copy" onClick={() => void copy()}>
          <Icon name={copied === true ? 'check' : 'share'} />
          {copied === true ? 'Copied' : 'Copy'}
        </button>
      </div>
      <p className="detail" role="status" data-testid="share-status">
        {copied === true && 'The address is in the clipboard.'}
        {copied === false && 'The browser does not let this page write to the clipboard: copy the address by hand.'}
      </p>
      <SaveAs />
    </Dialog>
  );
}
