/** A running static host: see serve.mjs. */
export interface Host {
  readonly port: number;
  close(): Promise<void>;
}
export function serve(options: { folder: string; port: number; prefix?: string; host?: string }): Promise<Host>;
