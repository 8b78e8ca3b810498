export { buildSnapshot, type SnapshotParts } from './build-snapshot.ts';
export type { Analysis, Snapshot, View } from './snapshot.ts';
export { type Place, placesAt, type Spot, spotAt, wordAt, wordOf } from './spot.ts';
export { directiveSummary, moduleSummary, parameterSummary, snippetFor, variableSummary } from './summaries.ts';
export type { Buffer } from './workspace/layered-files.ts';
export { DEFAULT_SETTINGS, type WorkspaceSettings } from './workspace/settings.ts';
export { type FileChange, Workspace } from './workspace/workspace.ts';
