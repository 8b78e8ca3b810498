import type { DirectiveCheck } from '../fault.ts';
import { addressChecks } from './addresses.ts';
import { cachePath } from './cache-path.ts';
import { httpChecks } from './http.ts';
import { processChecks } from './process.ts';
import { tlsChecks } from './tls.ts';
import { valueForms } from './value-forms.ts';

/** Checks of directives whose setters do more than read values by their kind, by family. */
export const directiveChecks: readonly DirectiveCheck[] = [
  ...addressChecks,
  ...processChecks,
  ...httpChecks,
  ...tlsChecks,
  cachePath,
  ...valueForms,
];
