import type { CallName, Progress } from './calls.ts';

/** Page to worker. */
export type Request =
  | { readonly id: number; readonly call: CallName; readonly params: unknown }
  | { readonly id: number; readonly cancel: true };

/** Worker to page. */
export type Response =
  | { readonly id: number; readonly progress: Progress }
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly cancelled: true };
