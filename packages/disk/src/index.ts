export {
  failureOf,
  isFolder,
  isOnDisk,
  LARGEST_FILE,
  nodeFileSystem,
  readPath,
  realPathOf,
  toFileId,
  toPath,
  whyUnreadable,
} from './file-system.ts';
export { nodeHost, realFileOf } from './host.ts';
export { diskProbe, everythingExists, nothingExists, type PlacedFolder } from './probe.ts';
export { probeFor } from './probe-for.ts';
export { codeOf, reasonOf } from './system-errors.ts';
