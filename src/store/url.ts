import type { PageRange, Region, Source, UserCall } from '../bridge/calls.ts';
import { type Level, levelName, PFN_LIMIT, pagesOf } from '../x86/page.ts';
import { POLICIES, POLICY_NAMES, policyChoice } from '../x86/policies.ts';
import { type PolicyChoice, type PolicyName, SET_MEMORY_CALLS, type SetMemoryCall } from '../x86/set-memory.ts';
import { HIDDEN_NAMES } from './hidden-names.ts';
import { type AppState, type Beside, type CameraChoice, type Colouring, initialState, type Motion } from './state.ts';

/** Version of the query's meaning; a later one still reads this. */
const VERSION = '1';

/** What an address asks for. */
export interface UrlState
  extends Partial<Pick<AppState, 'camera' | 'theme' | 'motion' | 'speed' | 'hiddenStates' | 'colouring' | 'order'>> {
  readonly scenario?: string;
  /** Name of a file that was open: the address cannot bring it back. */
  readonly file?: string;
  /** 'none': nothing is selected, though the scenario would select something. */
  readonly selection?: Region | 'none';
  /** Selected beside it. */
  readonly also?: readonly Region[];
  readonly seed?: number;
  readonly policy?: PolicyName;
  readonly globalFix?: boolean;
  readonly step?: number;
  readonly calls?: readonly UserCall[];
  /** A scenario beside it. */
  readonly beside?: Beside;
  /** Name of a file that stood there. */
  readonly besideFile?: string;
  /** The step that what is on the screen was compared with. */
  readonly changedSince?: number;
}

const LEVELS: readonly Level[] = [1, 2, 3];
const COLOURINGS: readonly Colouring[] = ['protection', 'size', 'merge', 'owner'];
const MOST_CALLS = 2000;
/** Of more selected regions the address holds the newest only. */
const MOST_IN_ADDRESS = 256;

/** Reads a query string ("?scenario=..."); what it does not understand is left out. */
export function readUrl(query: string): UrlState {
  const params = new URLSearchParams(query);
  const text = (name: string): string | undefined => params.get(name) ?? undefined;
  const number = (name: string): number | undefined => finite(text(name));
  const entries = {
    scenario: text('scenario') || undefined,
    file: text('file') || undefined,
    seed: wholeNumber(text('seed')),
    policy: readPolicy(text('policy')),
    globalFix: text('patch1') === undefined ? undefined : text('patch1') !== 'off',
    beside: readBeside(text('beside'), text('besideSeed'), text('besidePolicy'), text('besidePatch1')),
    besideFile: text('besideFile') || undefined,
    step: wholeNumber(text('step')),
    changedSince: wholeNumber(text('changedSince')),
    camera: readCamera(text('view')),
    ...readSelection(text('at')),
    theme: (['light', 'dark', 'auto'] as const).find((theme) => theme === text('theme')),
    motion: readMotion(text('motion')),
    speed: number('speed'),
    hiddenStates: readHidden(
      text('hide'),
      COLOURINGS.find((known) => known === text('colour')),
    ),
    order: (['z', 'hilbert'] as const).find((order) => order === text('order')),
    colouring: COLOURINGS.find((colouring) => colouring === text('colour')),
    calls: readCalls(text('calls')),
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as UrlState;
}

/** The query string for what is on the screen; choices that are the default are left out. */
export function writeUrl(state: AppState): string {
  const {
    source,
    beside,
    comparison,
    changedSince,
    run,
    choice,
    step,
    camera,
    selection,
    also,
    theme,
    motion,
    speed,
    hiddenStates,
    colouring,
    order,
  } = state;
  const parts: [name: string, value: string | undefined][] = [
    ['v', VERSION],
    ['scenario', source.kind === 'scenario' ? source.id : undefined],
    ['file', source.kind === 'file' ? source.name : undefined],
    ['seed', writeSeed(source)],
    ['policy', choice.policy],
    ['patch1', writePatch1(choice)],
    ['beside', beside?.source.kind === 'scenario' ? beside.source.id : undefined],
    ['besideFile', beside?.source.kind === 'file' ? beside.source.name : undefined],
    ['besideSeed', writeSeed(beside?.source)],
    ['besidePolicy', beside?.choice?.policy],
    ['besidePatch1', writePatch1(beside?.choice)],
    ['step', String(step)],
    ['changedSince', comparison && changedSince !== undefined ? String(changedSince) : undefined],
    [
      'view',
      camera && `${[camera.x, camera.y].map((value) => value.toFixed(2)).join()},${camera.scale.toPrecision(6)}`,
    ],
    [
      'at',
      selection
        ? [...(also.length < MOST_IN_ADDRESS ? also : []), selection].map(writeRegion).join()
        : run?.startAt && 'none',
    ],
    ['order', order === initialState.order ? undefined : order],
    ['colour', colouring === initialState.colouring ? undefined : colouring],
    ['theme', theme === initialState.theme ? undefined : theme],
    ['motion', motion === initialState.motion ? undefined : String(motion)],
    ['speed', speed === initialState.speed ? undefined : String(Number(speed.toPrecision(3)))],
    [
      'hide',
      hiddenStates === 0
        ? undefined
        : [...HIDDEN_NAMES[colouring]].flatMap(([code, name]) => (hiddenStates & (1 << code) ? name : [])).join(),
    ],
    ['calls', source.kind === 'file' ? undefined : run?.userCalls.map(writeCall).join() || undefined],
  ];
  return `?${parts.flatMap(([name, value]) => (value === undefined ? [] : `${name}=${encodePart(value)}`)).join('&')}`;
}

function writeSeed(source: Source | undefined): string | undefined {
  return source?.kind === 'scenario' && source.seed !== 1 ? String(source.seed) : undefined;
}

function writePatch1(choice: PolicyChoice | undefined): string | undefined {
  return choice && POLICIES[choice.policy].patch1 && !choice.globalFix ? 'off' : undefined;
}

const readPolicy = (text: string | undefined): PolicyName | undefined => POLICY_NAMES.find((policy) => policy === text);

function readBeside(
  id: string | undefined,
  seed: string | undefined,
  policyText: string | undefined,
  patch1: string | undefined,
): Beside | undefined {
  if (!id) return undefined;
  const policy = readPolicy(policyText);
  const source = { kind: 'scenario', id, seed: wholeNumber(seed) ?? 1 } as const;
  return { source, choice: policy && policyChoice(policy, patch1 !== 'off') };
}

const writeRegion = ({ level, pfn }: Region): string => `${levelName(level)}:0x${pfn.toString(16)}`;

function writeCall({ step, call, pfn, pages, also = [] }: UserCall): string {
  return [step, call, ...[{ pfn, pages }, ...also].map((range) => `${range.pfn.toString(16)}.${range.pages}`)].join(
    '.',
  );
}

const encodePart = (value: string): string => encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':');

function finite(text: string | undefined): number | undefined {
  const value = Number(text || Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

function wholeNumber(text: string | undefined): number | undefined {
  const value = finite(text);
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function readCamera(text: string | undefined): CameraChoice | undefined {
  const [x, y, scale] = (text ?? '').split(',').map(finite);
  return x !== undefined && y !== undefined && scale !== undefined && scale > 0 ? { x, y, scale } : undefined;
}

function readRegion(text: string | undefined): Region | undefined {
  const [size, hex] = (text ?? '').split(':');
  const level = LEVELS.find((known) => levelName(known) === size);
  const pfn = readPfn(hex);
  if (level === undefined || pfn === undefined) return undefined;
  return { level, pfn: pfn - (pfn % pagesOf(level)) };
}

function readSelection(text: string | undefined) {
  if (text === 'none') return { selection: 'none' as const };
  const regions = text?.split(',', MOST_IN_ADDRESS).flatMap((part) => readRegion(part) ?? []) ?? [];
  return { selection: regions.at(-1), also: regions.length > 1 ? regions.slice(0, -1) : undefined };
}

function readPfn(hex: string | undefined): number | undefined {
  if (!/^(0x)?[0-9a-f]{1,10}$/i.test(hex ?? '')) return undefined;
  const pfn = Number.parseInt(hex as string, 16);
  return pfn < PFN_LIMIT ? pfn : undefined;
}

function readMotion(text: string | undefined): Motion | undefined {
  if (text === 'on' || text === 'off') return text;
  const progress = finite(text);
  return progress !== undefined && progress >= 0 && progress <= 1 ? progress : undefined;
}

function readHidden(text: string | undefined, colouring: Colouring = 'protection'): number | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',');
  return [...HIDDEN_NAMES[colouring]].reduce(
    (bits, [code, name]) => (names.includes(name) ? bits | (1 << code) : bits),
    0,
  );
}

function readCalls(text: string | undefined): readonly UserCall[] | undefined {
  return text?.split(',', MOST_CALLS).flatMap((part) => {
    const [at, name, ...numbers] = part.split('.');
    const step = wholeNumber(at);
    const call = SET_MEMORY_CALLS.find((known): known is SetMemoryCall => known === name);
    const [first, ...also] = readRanges(numbers) ?? [];
    if (step === undefined || call === undefined || first === undefined) return [];
    return [{ step, call, ...first, ...(also.length > 0 ? { also } : {}) }];
  });
}

/** "a9fc4.1.a9e00.512": first page and number of pages, again and again; undefined when a number is none. */
function readRanges(numbers: readonly string[]): PageRange[] | undefined {
  const ranges: PageRange[] = [];
  for (let i = 0; i < numbers.length; i += 2) {
    const pfn = readPfn(numbers[i]);
    const pages = wholeNumber(numbers[i + 1]);
    if (pfn === undefined || pages === undefined) return undefined;
    ranges.push({ pfn, pages });
  }
  return ranges;
}
