import type { DiagnosisInfo } from '../data.ts';
import { numberText } from '../text/number-text.ts';
import { policyTitle } from '../text/policy-title.ts';
import { sizeText } from '../text/size-text.ts';
import '../Figures.css';

type Win = DiagnosisInfo['wins'][number]['now'];

/** What each policy would win back from the machine as it is: pages, memory of tables, reach of the TLB. */
export function PolicyWins({ info }: { readonly info: DiagnosisInfo }) {
  const { leaves, wins } = info;
  return (
    <section className="diagnosis-card" aria-labelledby="diagnosis-wins">
      <h3 className="heading" id="diagnosis-wins">
        What each policy would win back now
      </h3>
      <table className="figures diagnosis-wins">
        <thead>
          <tr>
            <th scope="col">Policy</th>
            <th scope="col">2M</th>
            <th scope="col">1G</th>
            <th scope="col">Tables</th>
            <th scope="col">TLB reach</th>
          </tr>
        </thead>
        {wins.map(({ policy, when, now, withGlobal }) => (
          <tbody key={policy} data-testid={`diagnosis-win-${policy}`}>
            <tr>
              <th scope="row">{policyTitle(policy)}</th>
              <WinCells win={now} leaves={leaves} />
            </tr>
            {withGlobal !== undefined && withGlobal.tablePages > now.tablePages && (
              <tr>
                <th scope="row" className="diagnosis-sub">
                  with GLOBAL given back
                </th>
                <WinCells win={withGlobal} leaves={leaves} />
              </tr>
            )}
            {(now.tablePages > 0 || (withGlobal?.tablePages ?? 0) > 0) && (
              <tr>
                <td colSpan={5} className="detail diagnosis-when">
                  Acts {when}.
                </td>
              </tr>
            )}
          </tbody>
        ))}
      </table>
      <p className="detail">
        Pages, from tables whose entries are equal; nobody's bits change. TLB reach is a model,{' '}
        {reachText(wins[0]?.now)} now.
      </p>
    </section>
  );
}

const reachText = (win: Win | undefined): string => sizeText(win?.reachKiB ?? 0);

function WinCells({ win, leaves }: { readonly win: Win; readonly leaves: DiagnosisInfo['leaves'] }) {
  if (win.tablePages === 0)
    return (
      <td colSpan={4} className="diagnosis-nothing">
        nothing
      </td>
    );
  return (
    <>
      <td className="mono">+{numberText((leaves['4K'] - win.leaves['4K']) / 512)}</td>
      <td className="mono">+{numberText(win.leaves['1G'] - leaves['1G'])}</td>
      <td>−{sizeText(win.tablePages * 4)}</td>
      <td>{sizeText(win.reachKiBThen)}</td>
    </>
  );
}
