import raw from './tokens.json';

/** Light or dark. */
export type Theme = 'light' | 'dark';

/** All design tokens, as written in tokens.json: colours in #RRGGBB, lengths in CSS px, times in ms. */
export const tokens = raw;

/** Names of the protections that have a colour and a mark of their own. */
export type ProtectionName = keyof (typeof raw)['color']['dark']['protection'];

/** Names of the interface colours: text, surfaces, accent. */
export type UiColourName = keyof (typeof raw)['color']['dark']['ui'];
