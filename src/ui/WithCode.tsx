/** Text in which `backticks` mean code. */
export function WithCode({ text }: { readonly text: string }) {
  return text.split('`').map((part, at) =>
    at % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text
      <code key={at} className="mono">
        {part}
      </code>
    ) : (
      part
    ),
  );
}
