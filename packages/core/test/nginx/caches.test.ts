import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { ASKED, checkRows } from '../../../../test/support/nginx-rows.ts';
import { ROWS } from './caches.rows.ts';

const RECORDS = fileURLToPath(new URL('caches.records', import.meta.url));

describe.each(ASKED)('caches, temporary files and types as nginx %s reads them', (version) => {
  checkRows(version, ROWS, RECORDS);
});
