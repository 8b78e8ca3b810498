export { buildSnapshot, type SnapshotParts } from './build-snapshot.ts';
export type { Analysis, Snapshot, View } from './snapshot.ts';
export { type Place, placesAt, type Spot, spotAt, wordAt, wordOf } from './spot.ts';
