import type { Commands } from '../store/commands.ts';
import type { AppState } from '../store/state.ts';

/** Shapes of the store's data under short names; bridge/calls.ts documents each field. */
export type Run = NonNullable<AppState['run']>;
export type Machine = Run['machine'];
export type Frame = NonNullable<AppState['frame']>;
export type Columns = Frame['columns'];
export type Counters = Frame['counters'];
export type Inspection = NonNullable<AppState['inspection']>;
export type Region = Inspection['region'];
export type Found = NonNullable<NonNullable<Awaited<ReturnType<Commands['find']>>>['found']>;
export type Table = NonNullable<Inspection['table']>;
export type LeafOrigin = NonNullable<Inspection['leafOrigin']>;
export type WhyNot = Table['whyNot'];
export type DifferingEntry = WhyNot['differing'][number];
export type WalkEntry = Inspection['walk'][number];
export type DiagnosisInfo = Awaited<ReturnType<Commands['diagnose']>>;
export type Joined = NonNullable<Run['joined']>;
export type Problem = NonNullable<AppState['problem']>;
