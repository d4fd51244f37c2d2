import { type Operation, pagesOfOperation } from '../engine/index.ts';

/** "set_memory_ro(0xa9fc4)" or "set_memory_ro(0xa9fc4, 16)"; a recorded pass is named by the call it was part of. */
export function operationText(operation: Operation): string {
  if (operation.kind === 'merge') return 'merge on demand';
  const count = pagesOfOperation(operation);
  if (operation.kind === 'split_mapping') return `split_mapping(${operation.mode}, ${count})`;
  const pages = count === 1 ? '' : `, ${count}`;
  return `${operationName(operation)}(0x${placeOf(operation).toString(16)}${pages})`;
}

function placeOf(operation: Operation): number | bigint {
  if ('address' in operation) return operation.address;
  if ('pfn' in operation) return operation.pfn;
  return 'pfns' in operation ? (operation.pfns[0] ?? 0) : 0;
}

/** The kernel function of an operation. */
export function operationName(operation: Operation): string {
  if (operation.kind === 'pass') return operation.caller ?? 'change_page_attr';
  const { kind } = operation;
  if (kind === 'array') return `set_pages_array_${operation.call}`;
  if (kind === 'map') return 'vmap';
  if (kind === 'unmap') return 'vunmap';
  if (kind === 'allocate') return 'alloc_contig_range';
  if (kind === 'free') return 'free_contig_range';
  if (kind !== 'call' && kind !== 'at') return kind;
  if (operation.call === 'dm_inval') return 'set_direct_map_invalid_noflush';
  if (operation.call === 'dm_default') return 'set_direct_map_default_noflush';
  return operation.call === '_wb' ? '_set_memory_wb' : `set_memory_${operation.call}`;
}
