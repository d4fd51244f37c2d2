import { useApp } from '../app-context.ts';
import { Compare } from '../compare/Compare.tsx';
import { Diagnosis } from '../diagnosis/Diagnosis.tsx';
import { Bookmarks } from './Bookmarks.tsx';
import { ChooseBeside } from './ChooseBeside.tsx';
import { Cr3Card } from './Cr3Card.tsx';
import { Files } from './Files.tsx';
import { Help } from './Help.tsx';
import { Library } from './Library.tsx';
import { ProblemCard } from './ProblemCard.tsx';
import { Share } from './Share.tsx';

/** The dialog that is asked for, and what was wrong with an input. */
export function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  const problem = useApp((state) => state.problem);
  return (
    <>
      {dialog === 'library' && <Library />}
      {dialog === 'help' && <Help />}
      {dialog === 'share' && <Share />}
      {dialog === 'bookmarks' && <Bookmarks />}
      {dialog === 'compare' && <Compare />}
      {dialog === 'beside' && <ChooseBeside />}
      {dialog === 'diagnosis' && <Diagnosis />}
      {dialog === 'files' && <Files />}
      {problem?.askCr3 !== undefined && <Cr3Card problem={problem} asked={problem.askCr3} />}
      {problem !== undefined && problem.askCr3 === undefined && <ProblemCard problem={problem} />}
    </>
  );
}
