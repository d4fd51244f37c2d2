import { useLayoutEffect, useRef } from 'react';
import { useAppContext } from '../app-context.ts';
import type { Problem } from '../data.ts';
import { Icon } from '../Icon.tsx';
import { IconButton } from '../IconButton.tsx';
import { numberText } from '../text/number-text.ts';
import { WithCode } from '../WithCode.tsx';
import './ProblemCard.css';

/** What was wrong with an input, where, and what to do. What was open before is still there. */
export function ProblemCard({ problem }: { readonly problem: Problem }) {
  const { commands, openFile } = useAppContext();
  const { together } = problem;
  const dialog = useRef<HTMLDialogElement>(null);
  const remedy = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    remedy.current?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="problem"
      data-testid="problem"
      role="alertdialog"
      aria-labelledby="problem-title"
      aria-describedby="problem-detail"
      onCancel={(event) => {
        event.preventDefault();
        commands.dismissProblem();
      }}
    >
      <header className="problem-head">
        <span className="problem-icon">
          <Icon name="warning" />
        </span>
        <h2 className="heading" id="problem-title">
          {problem.title}
        </h2>
        <IconButton icon="close" name="Close" testId="problem-close" onClick={() => commands.dismissProblem()} />
      </header>
      <p className="problem-detail" id="problem-detail">
        <WithCode text={problem.detail} />
      </p>
      {problem.excerpt.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
        <section className="problem-excerpt mono" aria-label="The place in the file" tabIndex={0}>
          {problem.excerpt.map(({ line, text, fault }) => (
            <div key={line} className={fault ? 'problem-line problem-fault' : 'problem-line'}>
              <span className="problem-number">{numberText(line)}</span>
              <span className="problem-text">{text}</span>
              {fault && <span className="unseen"> (here)</span>}
            </div>
          ))}
        </section>
      )}
      <p className="problem-remedy">
        <WithCode text={problem.remedy} />
      </p>
      <div className="problem-foot">
        {together && (
          <button
            type="button"
            className="button button-main"
            data-testid="problem-together"
            ref={remedy}
            onClick={() => {
              commands.dismissProblem();
              void commands.open(together);
            }}
          >
            Open it with {together.name}
          </button>
        )}
        <button
          type="button"
          className={together ? 'button' : 'button button-main'}
          data-testid="problem-open-another"
          ref={together ? undefined : remedy}
          onClick={() => {
            commands.dismissProblem();
            openFile();
          }}
        >
          Open another file
        </button>
      </div>
    </dialog>
  );
}
