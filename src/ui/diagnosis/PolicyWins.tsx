import type { DiagnosisInfo } from '../data.ts';
import { Figures } from '../Figures.tsx';
import { listText } from '../text/list-text.ts';
import { numberText } from '../text/number-text.ts';
import { policyTitle } from '../text/policy-title.ts';
import { sizeText } from '../text/size-text.ts';

type Win = DiagnosisInfo['wins'][number]['now'];
type Policy = DiagnosisInfo['wins'][number]['policy'];

interface Row {
  readonly policy: Policy;
  readonly id: string;
  readonly name: string;
  readonly win: Win;
}

/** What each policy would win back from the machine as it is: pages, memory of tables, reach of the TLB. */
export function PolicyWins({ info }: { readonly info: DiagnosisInfo }) {
  const { leaves, wins } = info;
  const rows = wins.flatMap(({ policy, now, withGlobal }): readonly Row[] => [
    ...(now.tablePages > 0 ? [{ policy, id: policy, name: policyTitle(policy), win: now }] : []),
    ...(withGlobal !== undefined && withGlobal.tablePages > now.tablePages
      ? [{ policy, id: `${policy}-global`, name: `${policyTitle(policy)}, with GLOBAL given back`, win: withGlobal }]
      : []),
  ]);
  const nothing = wins.filter(({ now }) => now.tablePages === 0);
  const acting = wins.filter(({ policy }) => rows.some((row) => row.policy === policy));
  const columns = [
    { head: '2M', of: (win: Win) => (leaves['4K'] - win.leaves['4K']) / 512 },
    { head: '1G', of: (win: Win) => win.leaves['1G'] - leaves['1G'] },
  ].filter(({ of }) => rows.some(({ win }) => of(win) !== 0));
  return (
    <section className="diagnosis-card" aria-labelledby="diagnosis-wins">
      <h3 className="heading" id="diagnosis-wins">
        What each policy would win back now
      </h3>
      {nothing.length > 0 && (
        <p data-testid="diagnosis-win-nothing">
          {nothing.length === wins.length
            ? `${rows.length > 0 ? 'As it is, nothing' : 'Nothing'}, under any policy: ${info.uniform === 0 ? 'no table has 512 equal entries.' : 'the tables of equal entries stay in 4K.'}`
            : `Nothing under ${listText(nothing.map(({ policy }) => policyTitle(policy)))}.`}
        </p>
      )}
      {rows.length > 0 && (
        <>
          <Figures
            head={['Policy', ...columns.map(({ head }) => head), 'Tables', 'TLB reach']}
            rows={rows.map(({ id, name, win }) => ({
              key: id,
              testId: `diagnosis-win-${id}`,
              name,
              figures: [
                ...columns.map(({ of }) => (of(win) === 0 ? '0' : `+${numberText(of(win))}`)),
                `−${sizeText(win.tablePages * 4)}`,
                sizeText(win.reachKiBThen),
              ],
            }))}
          />
          <dl className="diagnosis-when detail">
            {acting.map(({ policy, when }) => (
              <div key={policy}>
                <dt>{policyTitle(policy)}</dt> <dd>acts {when}.</dd>
              </div>
            ))}
          </dl>
          <p className="detail">
            TLB reach is now {sizeText(wins[0]?.now.reachKiB ?? 0)}: a model, every page used alike. No page's bits
            change{rows.some(({ id }) => id.endsWith('-global')) && ', but for GLOBAL where it is given back'}.
          </p>
        </>
      )}
    </section>
  );
}
