import { ownerCode } from '../../scene/colouring.ts';
import { makeInks } from '../../scene/inks.ts';
import { OWNER_MARK } from '../../scene/marks.ts';
import { palette } from '../../theme/palette.ts';
import { CodeSwatch } from '../CodeSwatch.tsx';
import type { Inspection } from '../data.ts';

import { OWNERS } from '../owners.ts';
import { pfnText } from '../text/address-text.ts';
import { numberText } from '../text/number-text.ts';
import { useTheme } from '../use-theme.ts';
import { StepLink } from './StepLink.tsx';
import './OwnerView.css';

/** The call by which pages of a module or a BPF program begin to be freed. */
const FREEING = 'set_direct_map_invalid';

/** Who has the pages, as far as it is known, and what made it known. */
export function OwnerView({ inspection }: { readonly inspection: Inspection }) {
  const { pagesByOwner, claim, region, mapped } = inspection;
  const { rgb } = makeInks(palette(useTheme()), 0, 'owner');
  const owners = OWNERS.filter(({ owner }) => pagesByOwner[owner] > 0).reverse();
  if (owners.length === 0) return null;
  const claimed = OWNERS.find(({ owner }) => owner === claim?.owner);
  return (
    <section data-testid="owner" aria-label="Who has the pages">
      <div className="inspector-section-head label">
        <h3 className="label">Who has {region.level === 1 ? `page ${pfnText(region.pfn)}` : 'the pages'}</h3>
        {region.level > 1 && <span>pages of 4K</span>}
      </div>
      <ul className="owner-rows">
        {owners.map(({ name, owner, label }) => (
          <li key={name} data-testid={`owner-${name}`}>
            <CodeSwatch colour={rgb[ownerCode(owner)]} mark={OWNER_MARK[name]} />
            <span>{label}</span>
            {region.level > 1 && <span className="mono">{numberText(pagesByOwner[owner])}</span>}
          </li>
        ))}
      </ul>
      {claim !== undefined && claimed !== undefined && mapped !== 'hole' && (
        <p className="owner-claim">
          {region.level > 1 && `${claimed.label} among them: `}
          {claim.call.startsWith(FREEING) ? 'being freed' : 'known'} by <span className="mono">{claim.call}</span> at{' '}
          <span className="unbroken">
            <StepLink step={claim.step} named />.
          </span>
        </p>
      )}
    </section>
  );
}
