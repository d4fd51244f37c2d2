import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { root } from './fresh.mjs';

const ARGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--disable-partial-raster',
  '--force-color-profile=srgb',
];

const SYSTEM = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((base) => [
    join(process.env[base] ?? '', 'Google/Chrome/Application/chrome.exe'),
    join(process.env[base] ?? '', 'Microsoft/Edge/Application/msedge.exe'),
  ]),
};

const works = (executablePath, env) =>
  spawnSync(executablePath, ['--version'], { env, stdio: 'ignore', timeout: 30_000 }).status === 0;

/** Only the fonts that came with this browser: text is the same on every machine. */
const fontsConf = (folder) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fontcache')}</cachedir></fontconfig>
`;

/** Unpacks the Chromium of the npm package; it unpacks to TMPDIR, with its libraries only when it believes to be in AWS. */
function unpack(folder) {
  const half = `${folder}.${process.pid}`;
  mkdirSync(half, { recursive: true });
  const program = `import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())`;
  const env = { ...process.env, TMPDIR: half, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  const done = spawnSync(process.execPath, ['-e', program], { cwd: root, env, stdio: ['ignore', 'ignore', 2] });
  if (done.status !== 0) {
    rmSync(half, { recursive: true, force: true });
    return;
  }
  try {
    renameSync(half, folder);
  } catch {
    rmSync(half, { recursive: true, force: true }); // another process was faster
  }
}

function fromPackage() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const manifest = join(root, 'node_modules/@sparticuz/chromium/package.json');
  if (!existsSync(manifest)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  const folder = join(root, '.cache', `chromium-${version}`);
  const executablePath = join(folder, 'chromium');
  if (!existsSync(executablePath)) unpack(folder);
  if (!existsSync(executablePath)) return undefined;
  const config = join(folder, 'fonts.conf');
  writeFileSync(config, fontsConf(folder));
  const libraries = [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  const env = { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: config };
  return works(executablePath, env) ? { executablePath, env, reference: true } : undefined;
}

function fromSystem() {
  const named = (SYSTEM[process.platform] ?? []).flatMap((name) =>
    name.includes('/') || name.includes('\\')
      ? [name]
      : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
  );
  const env = { ...process.env };
  const executablePath = named.find((path) => existsSync(path) && (process.platform === 'win32' || works(path, env)));
  return executablePath && { executablePath, env, reference: false };
}

function fromPlaywright() {
  const { chromium } = createRequire(import.meta.url)('@playwright/test');
  const executablePath = chromium.executablePath();
  return existsSync(executablePath) ? { executablePath, env: { ...process.env }, reference: false } : undefined;
}

const REMEDY = `No Chromium could be started, and the end-to-end tests need one. Any of these helps:
  Debian, Ubuntu:  sudo apt-get install -y --no-install-recommends chromium
  Fedora:          sudo dnf install -y chromium
  macOS, Windows:  install Google Chrome
  anywhere:        npx playwright install --with-deps chromium
Then run the same command again.`;

/**
 * The Chromium for tests and pictures: the one in the npm package @sparticuz/chromium (Linux x64; the reference for
 * screenshots), else the system's, else Playwright's download. Throws with the exact remedy when there is none.
 */
export function findBrowser() {
  const found = fromPackage() ?? fromSystem() ?? fromPlaywright();
  if (!found) throw new Error(REMEDY);
  const root = process.getuid?.() === 0 || found.reference;
  return { ...found, args: root ? [...ARGS, '--no-sandbox'] : ARGS };
}
