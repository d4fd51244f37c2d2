import { lazy, Suspense } from 'react';
import { useApp, useAppContext } from '../app-context.ts';
import { Dialog } from './Dialog.tsx';
import './LazyDialogs.css';

const Dialogs = lazy(() =>
  import('./Dialogs.tsx').then(
    ({ Dialogs }) => ({ default: Dialogs }),
    () => ({ default: NotLoaded }),
  ),
);

/** The dialogs: their code comes behind the first picture, or at once when one is asked for. */
export function LazyDialogs() {
  const asked = useApp(({ dialog, problem }) => dialog !== undefined || problem !== undefined);
  const drawn = useApp(({ frame }) => frame !== undefined);
  if (!asked && !drawn) return null;
  return (
    <Suspense fallback={asked && <Waiting />}>
      <Dialogs />
    </Suspense>
  );
}

function Waiting() {
  const close = useClose();
  return (
    <Dialog name="One moment" onClose={close}>
      <p className="dialog-waiting" aria-busy="true">
        Loading this part of the program
      </p>
    </Dialog>
  );
}

/** The code of the dialogs did not come: what was asked for cannot be shown, only said. */
function NotLoaded() {
  const asked = useApp(({ dialog, problem }) => dialog !== undefined || problem !== undefined);
  const problem = useApp((state) => state.problem);
  const close = useClose();
  if (!asked) return null;
  return (
    <Dialog name="Not loaded" onClose={close}>
      {problem !== undefined && (
        <p className="dialog-waiting">
          <b>{problem.title}.</b> {problem.detail} {problem.remedy}
        </p>
      )}
      <p>
        This part of the program did not come: the network is away, or a newer version took its place. Reload the page;
        its address keeps what is on the screen.
      </p>
    </Dialog>
  );
}

function useClose(): () => void {
  const { commands } = useAppContext();
  return () => {
    commands.setDialog(undefined);
    commands.dismissProblem();
  };
}
