import { useApp, useAppContext } from '../app-context.ts';
import type { Joined } from '../data.ts';
import { Icon } from '../Icon.tsx';
import { addressText } from '../text/address-text.ts';
import { countFiles } from '../text/count-files.ts';
import { countText } from '../text/number-text.ts';
import { sizeText } from '../text/size-text.ts';
import { Dialog } from './Dialog.tsx';
import './Files.css';

/** First what is to be read first. */
const VERDICTS = ['differs', 'explained', 'agrees'] as const;
const VERDICT = {
  differs: { icon: 'warning', says: 'differs' },
  explained: { icon: 'info', says: 'differs, and the reason is known' },
  agrees: { icon: 'check', says: 'agrees' },
} as const;

/** What each opened file was recognised as, and where the files agree and where not, with the likely reason. */
export function Files() {
  const { commands } = useAppContext();
  const joined = useApp((state) => state.run?.joined);
  if (joined === undefined) return null;
  const { parts, findings, aside, unresolved } = joined;
  return (
    <Dialog name="What the files say" onClose={() => commands.setDialog(undefined)}>
      <p className="files-lead">{leadOf(joined)}</p>
      <dl className="files-parts" data-testid="files-parts">
        {parts.map(({ name, format }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: files may have one name, and the list never changes
          <div key={i}>
            <dt className="mono">{name}</dt>
            <dd>{format}</dd>
          </div>
        ))}
      </dl>
      {findings.length > 0 && (
        <section aria-labelledby="files-findings">
          <h3 className="heading files-heading" id="files-findings">
            Compared
          </h3>
          <ul className="files-findings">
            {[...findings]
              .sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict))
              .map(({ part, verdict, what, reason }) => (
                <li key={`${part} ${what}`} data-testid={`files-${verdict}`}>
                  <span className={`files-mark files-mark-${verdict}`}>
                    <Icon name={VERDICT[verdict].icon} />
                  </span>
                  <div>
                    <p className="detail">
                      <span className="mono">{part}</span> {VERDICT[verdict].says}
                    </p>
                    <p>{what}</p>
                    {reason !== '' && <p className="files-reason">{reason}</p>}
                  </div>
                </li>
              ))}
          </ul>
        </section>
      )}
      {aside.length > 0 && (
        <section aria-labelledby="files-aside">
          <h3 className="heading files-heading" id="files-aside">
            Not used
          </h3>
          <dl className="files-parts files-asides" data-testid="files-aside">
            {aside.map(({ name, why }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: files may have one name, and the list never changes
              <div key={i}>
                <dt className="mono">{name}</dt>
                <dd>{why}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {memoryFacts(joined).map((fact) => (
        <p key={fact} className="detail files-fact">
          {fact}
        </p>
      ))}
      {unresolved > 0 && (
        <p className="detail files-fact">
          {countText(unresolved, 'recorded change')} could not be brought to the direct map: the dump does not show what
          was at that address then.
        </p>
      )}
    </Dialog>
  );
}

function leadOf({ parts, findings, aside }: Joined): string {
  const count = (kind: (typeof VERDICTS)[number]): number => findings.filter(({ verdict }) => verdict === kind).length;
  const [against, explained] = [count('differs'), count('explained')];
  const files = `The machine is read from ${countText(countFiles(parts), 'file')}.`;
  const left = aside.length > 0 ? ` ${countText(aside.length, 'file is', 'files are')} not used.` : '';
  if (findings.length === 0) return files + left;
  if (against > 0) return `${files} They differ in ${countText(against, 'point')}.${left}`;
  return `${files} ${explained > 0 ? 'Where their numbers differ, the reason is known.' : 'They agree.'}${left}`;
}

/** What /proc/iomem tells of the memory. */
function memoryFacts({ image, unmappedRam = [] }: Joined): readonly string[] {
  const facts: string[] = [];
  const [first, last] = [image[0], image.at(-1)];
  if (first !== undefined && last !== undefined)
    facts.push(`The kernel's image is at ${addressText(first.firstPfn)} to ${addressText(last.endPfn)}.`);
  const unmapped = unmappedRam.reduce((sum, { firstPfn, endPfn }) => sum + endPfn - firstPfn, 0);
  if (unmapped > 0) facts.push(`${sizeText(unmapped * 4)} of RAM are not mapped in the direct map.`);
  return facts;
}
