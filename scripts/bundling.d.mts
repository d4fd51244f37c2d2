import type { BuildOptions } from 'vite';

export const rolldownOptions: NonNullable<BuildOptions['rolldownOptions']>;
