import type { Policy } from './policy.ts';

const nothing = (): void => undefined;

/** Every kernel before 6.15: what is split stays split. */
export const none: Policy = { name: 'none', entryWritten: nothing };
