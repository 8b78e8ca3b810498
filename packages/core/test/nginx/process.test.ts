import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { ASKED, checkRows } from '../../../../test/support/nginx-rows.ts';
import { ROWS } from './process.rows.ts';

const RECORDS = fileURLToPath(new URL('process.records', import.meta.url));

describe.each(ASKED)('the process, its modules and its threads, as nginx %s reads them', (version) => {
  checkRows(version, ROWS, RECORDS);
});
