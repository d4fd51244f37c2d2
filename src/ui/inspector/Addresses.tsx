import { pagesOf } from '../../x86/page.ts';
import type { Inspection } from '../data.ts';
import { numberText } from '../text/number-text.ts';
import { shortBit } from '../text/short-bit.ts';
import { HeldTableRow } from './HeldTableRow.tsx';
import './Addresses.css';

/** Where the region is, physically and in the direct map, and what its flags are. */
export function Addresses({ inspection }: { readonly inspection: Inspection }) {
  const { region, physical, virtual, table, cacheMode, holds } = inspection;
  const pages = pagesOf(region.level);
  return (
    <dl className="addresses" data-testid="addresses">
      <dt>Physical</dt>
      <dd className="mono">
        {physical.first} – {physical.last}
      </dd>
      <dt>Virtual</dt>
      <dd className="mono">{virtual.first}</dd>
      <dt>PFN</dt>
      <dd className="mono">
        {numberText(region.pfn)} + {numberText(pages)}
      </dd>
      {holds !== undefined && <HeldTableRow held={holds} />}
      {table !== undefined && (
        <>
          <dt>{table.tracked ? 'same_prot' : 'Flags'}</dt>
          <dd className="mono">
            0x{table.sameProt} <span>{table.sameProtBits.map(shortBit).join(' ')}</span>
          </dd>
        </>
      )}
      {cacheMode !== undefined && (
        <>
          <dt>Cache</dt>
          <dd className="mono">{cacheMode}</dd>
        </>
      )}
    </dl>
  );
}
