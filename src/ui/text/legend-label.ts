const LETTERS = 26;

/** A protection's label; beside a long count only its first part, "Write combining" of "Write combining, WC". */
export function legendLabel(label: string, count: string): string {
  return label.length + count.length <= LETTERS ? label : label.split(',')[0];
}
