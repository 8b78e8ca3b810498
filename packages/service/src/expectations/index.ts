export { type Actual, actualOf, type Known, locationText, type Named } from './actual.ts';
export { check, type KnownPlaces, type Mismatch } from './check.ts';
export { readTestFile } from './read-test-file.ts';
export * from './test-file.ts';
