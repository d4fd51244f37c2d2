/** A file's name from a title: "8-gib-guest-modules-and-bpf-step-3300.json". */
export function fileName(title: string, step: number | undefined, end: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${words || 'machine'}${step === undefined ? '' : `-step-${step}`}.${end}`;
}
