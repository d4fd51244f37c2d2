import { Fragment } from 'react';
import { pagesOf } from '../../x86/page.ts';
import type { Inspection } from '../data.ts';
import { numberText } from '../text/number-text.ts';
import { shortBit } from '../text/short-bit.ts';
import { HeldTableRow } from './HeldTableRow.tsx';
import './Addresses.css';

const TITLES: Readonly<Record<Inspection['addresses'][number]['where'], string>> = {
  'direct map': 'Virtual',
  'high kernel mapping': 'Kernel image',
  'module area': 'Module area',
  'vmalloc area': 'vmalloc area',
};

/** Where the region is, physically and at every address that maps it, and what its flags are. */
export function Addresses({ inspection }: { readonly inspection: Inspection }) {
  const { region, physical, virtual, table, cacheMode, holds } = inspection;
  const pages = pagesOf(region.level);
  const [direct, ...others] = inspection.addresses;
  return (
    <dl className="addresses" data-testid="addresses">
      <dt>Physical</dt>
      <dd className="mono">
        {physical.first} – {physical.last}
      </dd>
      <dt>Virtual</dt>
      <dd className="mono">
        {virtual.first} {others.length > 0 && <span>{direct.flags}</span>}
      </dd>
      {others.map(({ where, address, flags }) => (
        <Fragment key={address}>
          <dt>{TITLES[where]}</dt>
          <dd className="mono" data-testid="other-address">
            {address} <span>{flags}</span>
          </dd>
        </Fragment>
      ))}
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
