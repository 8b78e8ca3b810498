import { browserVariables } from './browser.ts';
import type { BuiltIns, Families } from './built-in.ts';
import { connectionVariables } from './connection.ts';
import { headerFamilies, headerVariables } from './headers.ts';
import { moduleFamilies, moduleVariables } from './modules.ts';
import { proxyVariables } from './proxy.ts';
import { refererVariables } from './referer.ts';
import { requestVariables } from './request.ts';
import { secureLinkVariables } from './secure-link.ts';
import { sliceVariables } from './slice.ts';
import { tlsVariables } from './tls.ts';

let builtIns: BuiltIns | undefined;
let families: Families | undefined;

/** Variables of nginx's own by their names. Put together when first asked for: their modules lead back to this one. */
export function builtInVariables(): BuiltIns {
  builtIns ??= {
    ...requestVariables,
    ...connectionVariables,
    ...headerVariables,
    ...tlsVariables,
    ...proxyVariables,
    ...refererVariables,
    ...browserVariables,
    ...secureLinkVariables,
    ...sliceVariables,
    ...moduleVariables,
  };
  return builtIns;
}

/** Families of variables by their prefixes. */
export function builtInFamilies(): Families {
  families ??= { ...headerFamilies, ...moduleFamilies };
  return families;
}
