import { useLayoutEffect, useRef, useState } from 'react';
import type { ShownProblem } from '../../store/state.ts';
import { useApp, useAppContext } from '../app-context.ts';
import { WithCode } from '../WithCode.tsx';
import { Dialog } from './Dialog.tsx';
import './Cr3Card.css';

interface Cr3CardProps {
  readonly problem: ShownProblem;
  readonly asked: NonNullable<ShownProblem['askCr3']>;
}

const HEX = /^(?:0x)?[0-9a-f]{1,16}$/i;

/** Asks for the address of the page tables of raw memory, and opens it (or puts it beside, or compares with it) then. */
export function Cr3Card({ problem, asked: { of: source, to } }: Cr3CardProps) {
  const { commands } = useAppContext();
  const choice = useApp((state) => state.choice);
  const [text, setText] = useState(source.cr3 ?? '');
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const wrong = tried && !HEX.test(text.trim());
  return (
    <Dialog name="Where are the page tables?" onClose={() => commands.dismissProblem()}>
      <form
        data-testid="cr3-form"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!HEX.test(text.trim())) return;
          commands.dismissProblem();
          const known = { ...source, cr3: text.trim() };
          if (to === 'setBeside') commands.setBeside({ source: known, choice });
          else void commands[to](known);
        }}
      >
        <p className="cr3-words" data-testid="cr3-problem" role="status">
          <b>{problem.title}.</b> {problem.detail}
        </p>
        <label className="cr3-label" htmlFor="cr3">
          CR3, hex
        </label>
        <div className="cr3-row">
          <input
            id="cr3"
            className="field mono cr3-field"
            data-testid="cr3-field"
            ref={field}
            autoComplete="off"
            spellCheck={false}
            placeholder="0x1c0a000"
            value={text}
            aria-invalid={wrong}
            aria-describedby="cr3-help"
            onChange={(event) => setText(event.target.value)}
          />
          <button type="submit" className="button button-main" data-testid="cr3-open">
            {to === 'open' ? 'Open' : 'Compare'}
          </button>
        </div>
        <p className={wrong ? 'detail cr3-wrong' : 'detail'} id="cr3-help" role={wrong ? 'alert' : undefined}>
          {wrong ? (
            'CR3 is up to 16 hex digits, with or without 0x, such as 0x1c0a000.'
          ) : (
            <WithCode text="`info registers` in the QEMU monitor shows it. Take it at the moment at which the memory was saved." />
          )}
        </p>
      </form>
    </Dialog>
  );
}
