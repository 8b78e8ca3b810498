import type { ModelCheck } from '../fault.ts';
import { charsetMaps, recodings } from './charset-maps.ts';
import { locations } from './locations.ts';
import { logFormats } from './log-formats.ts';
import { secureLinks } from './secure-links.ts';
import { serverNames } from './server-names.ts';
import { unknownVariables } from './variables.ts';

/** Names that may be given once, and names that something else must have given. */
export const nameChecks: readonly ModelCheck[] = [
  locations,
  logFormats,
  charsetMaps,
  recodings,
  secureLinks,
  serverNames,
  unknownVariables,
];
