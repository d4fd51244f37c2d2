const NAMES: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  12: 'ENOMEM',
  14: 'EFAULT',
  16: 'EBUSY',
  19: 'ENODEV',
  22: 'EINVAL',
  34: 'ERANGE',
  95: 'EOPNOTSUPP',
};

/** A call's return code as kernel code writes it: "0", "-EBUSY". */
export function errnoName(rc: number): string {
  const name = NAMES[-rc];
  return name === undefined ? `${rc}` : `-${name}`;
}
