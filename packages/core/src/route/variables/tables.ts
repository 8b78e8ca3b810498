import { browserVariables } from './browser.ts';
import type { BuiltIns, Families } from './built-in.ts';
import { connectionVariables } from './connection.ts';
import { fastcgiVariables } from './fastcgi.ts';
import { headerFamilies, headerVariables } from './headers.ts';
import { moduleFamilies, moduleVariables } from './modules.ts';
import { proxyVariables } from './proxy.ts';
import { refererVariables } from './referer.ts';
import { requestVariables } from './request.ts';
import { tlsVariables } from './tls.ts';

/** Variables of nginx's own by their names. */
export const builtIns: BuiltIns = {
  ...requestVariables,
  ...connectionVariables,
  ...headerVariables,
  ...tlsVariables,
  ...proxyVariables,
  ...fastcgiVariables,
  ...refererVariables,
  ...browserVariables,
  ...moduleVariables,
};

/** Families of variables by their prefixes. */
export const builtInFamilies: Families = { ...headerFamilies, ...moduleFamilies };
