import { useState } from 'react';
import { copyText } from './copy-text.ts';
import { Icon } from './Icon.tsx';
import './CopyText.css';

interface CopyTextProps {
  readonly text: string;
  /** What it is of: "diagnosis". */
  readonly name: string;
}

/** Copies a text; where the browser forbids it, shows the text to be copied by hand. */
export function CopyText({ text, name }: CopyTextProps) {
  const [copied, setCopied] = useState<boolean>();
  return (
    <div className="copy-text">
      <button
        type="button"
        className="button button-main"
        data-testid={`copy-${name}`}
        onClick={() => void copyText(text).then(setCopied)}
      >
        <Icon name={copied === true ? 'check' : 'file'} />
        {copied === true ? 'Copied' : 'Copy as text'}
      </button>
      <span className="unseen" role="status">
        {copied === true && `The ${name} is in the clipboard.`}
      </span>
      {copied === false && (
        <textarea
          className="mono copy-text-field"
          aria-label={`Text of the ${name}, to be copied by hand`}
          readOnly
          value={text}
          onFocus={(event) => event.target.select()}
        />
      )}
    </div>
  );
}
