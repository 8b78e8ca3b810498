import type { DirectiveCheck } from '../fault.ts';
import { charsetMap } from './charset-map.ts';
import { geoEntries } from './geo.ts';
import { ifCondition } from './if-condition.ts';
import { limitExcept } from './limit-except.ts';
import { mapEntries } from './map.ts';
import { moduleChecks } from './modules.ts';
import { rewriteChecks } from './rewrite.ts';
import { rootAndAlias } from './root-alias.ts';
import { nameChecks } from './server-name.ts';
import { splitClients } from './split-clients.ts';

/** Checks of requests' ways through http, and of the bodies of entries, those of stream too. */
export const httpChecks: readonly DirectiveCheck[] = [
  ...rewriteChecks,
  ...nameChecks,
  ...moduleChecks,
  ifCondition,
  rootAndAlias,
  limitExcept,
  mapEntries,
  geoEntries,
  splitClients,
  charsetMap,
];
