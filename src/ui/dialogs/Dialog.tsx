import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { IconButton } from '../IconButton.tsx';
import './Dialog.css';

interface DialogProps {
  readonly name: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
}

/** A modal dialog: the browser keeps the focus inside, and Escape or a press outside closes it. */
export function Dialog({ name, onClose, children, wide = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the key, handled by the dialog itself
    <dialog
      ref={dialog}
      className={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-label={name}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 className="dialog-title">{name}</h2>
          <IconButton icon="close" name="Close" testId="dialog-close" onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
