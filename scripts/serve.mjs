import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

async function fileAt(folder, path) {
  const file = join(folder, path);
  if (file !== folder && !file.startsWith(folder + sep)) return undefined;
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory()) return fileAt(folder, join(path, 'index.html'));
  return found?.isFile() ? { file, size: found.size } : undefined;
}

async function answer(folder, prefix, request, response) {
  let path;
  try {
    path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  } catch {
    path = '';
  }
  const found = path.startsWith(prefix) ? await fileAt(folder, path.slice(prefix.length)) : undefined;
  if (!found || (request.method !== 'GET' && request.method !== 'HEAD')) {
    response.writeHead(found ? 405 : 404, { 'content-type': 'text/plain' }).end(found ? 'Only GET' : 'Not found');
    return;
  }
  const type = TYPES[extname(found.file)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-length': found.size, 'cache-control': 'no-cache' });
  if (request.method === 'HEAD') response.end();
  else createReadStream(found.file).pipe(response);
}

const listen = (server, port, host) =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server.address().port));
  });

const closed = (server) =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });

/**
 * A plain static host: files of `folder` under `prefix` (begins and ends with /), no special headers, no fallback.
 * A busy port gives the next one, up to 20 further. Resolves to { port, close }.
 */
export async function serve({ folder: given, port, prefix = '/', host = '127.0.0.1' }) {
  const folder = resolve(given);
  for (let next = port; ; next++) {
    const server = createServer((request, response) => void answer(folder, prefix, request, response));
    try {
      const bound = await listen(server, next, host);
      return { port: bound, close: () => closed(server) };
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || next >= port + 20) throw error;
    }
  }
}
