import { useApp, useAppContext, useOther } from '../app-context.ts';
import { sideNames } from '../text/side-names.ts';

/** Names of this side and of the other one; undefined until both are open. */
export function useSideNames(): { readonly own: string; readonly other: string } | undefined {
  const { side } = useAppContext();
  const run = useApp((state) => state.run);
  const other = useOther((state) => state.run);
  if (run === undefined || other === undefined) return undefined;
  if (side === 'left') {
    const [left, right] = sideNames(run, other);
    return { own: left, other: right };
  }
  const [left, right] = sideNames(other, run);
  return { own: right, other: left };
}
