import { Fragment } from 'react';

/** A long name in code that may break before its underscores. */
export function Breakable({ name }: { readonly name: string }) {
  return name.split(/(?=_)/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text
    <Fragment key={at}>
      <wbr />
      {part}
    </Fragment>
  ));
}
