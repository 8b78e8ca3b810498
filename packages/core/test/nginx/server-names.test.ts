import { describe } from 'vitest';
import { testTable } from './verdict-table.ts';

describe('server names', () => testTable(new URL('server-names.cases.conf', import.meta.url)));
