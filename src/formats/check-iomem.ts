import { withCommas } from './excerpt.ts';
import type { Checked, Finding } from './finding.ts';
import type { Iomem } from './iomem.ts';
import { mappedRanges, pagesIn, pagesOnlyIn } from './mapped-ranges.ts';
import type { OpenedMachine } from './opened-machine.ts';

const FOREIGN_PART = 1 / 16;
/** The first MiB is mapped whole, with its holes. */
const FIRST_MIB = { firstPfn: 0, endPfn: 256 };

/** Compares where /proc/iomem says that RAM is with what a direct map maps. */
export function checkIomem(part: string, { leaves }: OpenedMachine, { ram }: Iomem): Checked {
  const mapped = mappedRanges(leaves);
  const unmapped = pagesOnlyIn(ram, mapped);
  const strange = pagesOnlyIn(pagesOnlyIn(mapped, [FIRST_MIB]), ram);
  const [missing, more] = [pagesIn(unmapped), pagesIn(strange)];
  const limit = Math.max(pagesIn(ram) * FOREIGN_PART, 16384);
  if (more > limit || missing > limit)
    return {
      foreign: `it has ${withCommas(pagesIn(ram))} pages of RAM; this machine maps ${withCommas(more)} pages that are none of it, and leaves ${withCommas(missing)} of it unmapped`,
    };
  const findings: Finding[] = [];
  if (missing === 0 && more === 0)
    findings.push({
      part,
      verdict: 'agrees',
      what: 'All RAM is mapped, and nothing else but the first MiB.',
      reason: '',
    });
  if (missing > 0)
    findings.push({
      part,
      verdict: 'differs',
      what: `${withCommas(missing)} pages of RAM are not mapped, first page ${hex(unmapped[0]?.firstPfn)}.`,
      reason: 'They are not present (set_memory_np, secretmem, guard pages), or memory was added since.',
    });
  if (more > 0)
    findings.push({
      part,
      verdict: 'differs',
      what: `${withCommas(more)} mapped pages are no System RAM, first page ${hex(strange[0]?.firstPfn)}.`,
      reason:
        'Memory that the kernel maps but does not use as RAM (ACPI tables, persistent memory), or memory that was taken away since.',
    });
  return { findings };
}

const hex = (pfn: number | undefined): string => `0x${(pfn ?? 0).toString(16)}`;
